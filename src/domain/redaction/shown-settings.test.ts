import { describe, expect, test } from 'vitest';
import { hidden, shownDriver, shownHost, shownLocation, shownName, shownText } from './shown-settings.ts';

describe('names', () => {
  test.each(['SERVER_HOSTNAME', 'MY_OWN_SETTING', 'FEATURE_X', 'HELP', 's3_bucket', 'X_LOGIN_CONFIG'])('%s', (name) => {
    expect(shownName(name)).toBe(name);
  });

  test.each([
    'hunter2',
    'HUNTER2',
    'A: b',
    'MY_',
    `${'LONG_'.repeat(13)}ONES`,
    'AKIAIOSFODNN7EXAMPLE',
    's3_secret',
    '',
  ])('not %j', (name) => {
    expect(shownName(name)).toBe(hidden);
  });

  test.each([
    ['default', 'default'],
    ['s3-eu.1_a', 's3-eu.1_a'],
    ['a b', hidden],
    ['$hunter2', hidden],
    ['x'.repeat(49), hidden],
    ['', hidden],
  ])('of a storage location: %j', (name, shown) => {
    expect(shownLocation(name)).toBe(shown);
  });

  test.each([
    ['S3Storage', 'S3Storage'],
    ['RHOCSStorage', 'RHOCSStorage'],
    ['hunter2', hidden],
    ['', hidden],
    [7, hidden],
  ])('of a storage driver: %j', (name, shown) => {
    expect(shownDriver(name)).toBe(shown);
  });
});

describe('texts that may be shown but for what they hold', () => {
  test.each([
    'quay.example.com',
    'https://sso.example.com/auth/',
    'uid=quay,ou=people',
    '(memberOf=cn=quay,dc=example)',
    'support@quay.example.com',
    'Red Hat Quay: all of it',
    '/static/img/logo@2x.png',
    '5m',
    '',
  ])('%s', (text) => {
    expect(shownText(text)).toBe(text);
  });

  test.each([
    'https://user:hunter2@example.com',
    'https://user:hun/ter2@example.com/path',
    'https://user:hun@ter2@example.com',
    'https://user:hun ter\n2@example.com',
    'user:hunter2@smtp.example.com',
    '//:hunter2@redis',
    'https://example.com/?token=hunter2',
    'https://example.com/?a&token=hunter2',
    'host=db;password=hunter2',
    '-----BEGIN PRIVATE KEY-----\nhunter2',
  ])('not %j', (text) => {
    expect(shownText(text)).toBe(hidden);
  });

  test.each([
    ['db.example.com', 'db.example.com'],
    ['db_1', 'db_1'],
    ['db:5432', 'db:5432'],
    ['fd00::1', 'fd00::1'],
    ['[fd00::1]', '[fd00::1]'],
    ['10.0.0.1', '10.0.0.1'],
    ['redis://:hunter2@redis', hidden],
    ['hunter2@redis', hidden],
    ['hun ter2', hidden],
    ['', hidden],
    ['x'.repeat(254), hidden],
  ])('a host: %j', (text, shown) => {
    expect(shownHost(text)).toBe(shown);
  });

  // Each is a form on which a careless pattern takes minutes.
  test.each([
    ':'.repeat(262_144),
    '?'.repeat(262_144),
    '&='.repeat(131_072),
    'a.'.repeat(131_072),
    'A_'.repeat(131_072),
  ])('256 KiB are looked at in no time', (text) => {
    const startedAt = performance.now();
    for (const look of [shownText, shownHost, shownName, shownLocation, shownDriver]) look(text);
    expect(performance.now() - startedAt).toBeLessThan(500);
  });
});
