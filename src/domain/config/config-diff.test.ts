import { describe, expect, test } from 'vitest';
import { diffConfig, isSecret } from './config-diff.ts';
import { type ConfigDocument, parseConfigDocument } from './config-document.ts';

function parsed(text: string): ConfigDocument {
  const { document, problem } = parseConfigDocument(text);
  if (document === undefined) throw new Error(problem);
  return document;
}

test('says of each key what becomes of it, and why', () => {
  const before = parsed('KEPT: [1, a]\nGONE: 2w\nOTHER: 1\nEMPTY:\n');
  const after = parsed('KEPT: [1, a]\nOTHER: 2\nEMPTY: false\nNEW: true\n');
  expect(
    diffConfig(
      before,
      after,
      new Map([
        ['GONE', 'why'],
        ['OTHER', 'because'],
        ['NEW', 'new'],
        ['EMPTY', 'n'],
      ]),
    ),
  ).toEqual([
    { key: 'KEPT', change: 'kept', before: '[1,"a"]', reason: '' },
    { key: 'GONE', change: 'removed', before: '"2w"', reason: 'why' },
    { key: 'OTHER', change: 'set', before: '1', after: '2', reason: 'because' },
    { key: 'EMPTY', change: 'set', before: 'null', after: 'false', reason: 'n' },
    { key: 'NEW', change: 'added', after: 'true', reason: 'new' },
  ]);
});

test('a reason for what did not change is not told', () => {
  const document = parsed('A: 1\n');
  expect(diffConfig(document, document, new Map([['A', 'why']]))).toEqual([
    { key: 'A', change: 'kept', before: '1', reason: '' },
  ]);
});

test('long values are cut, big integers are whole', () => {
  const [long, big] = diffConfig(
    parsed(`LONG: ${'x'.repeat(300)}\nBIG: ${'7'.repeat(77)}\n`),
    parsed('A: 1\n'),
    new Map(),
  );
  expect(long?.before).toHaveLength(120);
  expect(long?.before).toMatch(/x…$/);
  expect(big?.before).toBe('7'.repeat(77));
});

test('a string of digits is not the number', () => {
  const [difference] = diffConfig(parsed('A: 5\n'), parsed('A: "5"\n'), new Map());
  expect(difference).toMatchObject({ change: 'set', before: '5', after: '"5"' });
});

describe('keeps to itself', () => {
  test.each([
    ['SECRET_KEY', 'x'],
    ['DATABASE_SECRET_KEY', 1n],
    ['DB_URI', 'postgresql://u:p@h/d'],
    ['DB_CONNECTION_ARGS', 'sslpassword=x'],
    ['BUILDLOGS_REDIS', { host: 'a', password: 'b' }],
    ['USER_EVENTS_REDIS', 'x'],
    ['DISTRIBUTED_STORAGE_CONFIG', {}],
    ['LDAP_ADMIN_PASSWD', 'x'],
    ['LDAP_USER_RDN', ['x']],
    ['MAIL_PASSWORD', 'x'],
    ['CORP_OIDC_LOGIN_CONFIG', {}],
    ['GITHUB_TRIGGER_CONFIG', {}],
    ['BITTORRENT_FILENAME_PEPPER', 'x'],
    ['SECURITY_SCANNER_V4_PSK', 'x'],
    ['BUILD_MANAGER', ['ephemeral', {}]],
    ['LOGS_MODEL_CONFIG', {}],
    ['DATA_MODEL_CACHE_CONFIG', {}],
    ['SENTRY_DSN', 'x'],
    ['STRIPE_SOMETHING', 'x'],
    ['PROMETHEUS_PUSHGATEWAY_URL', 'http://user:pw@push:9091'],
    ['SOMEBODYS_OWN', { anything: 1 }],
    ['SOMEBODYS_LIST', [[{ anything: 1 }]]],
  ])('%s', (key, value) => {
    expect(isSecret(key, value)).toBe(true);
    const shown = diffConfig(parsed('A: 1\n'), parsed(`${key}: hunter2\n`), new Map()).at(-1);
    if (typeof value === 'string' && !value.includes('://')) expect(shown?.after).toBe('(secret)');
  });
});

test.each([
  ['FEATURE_APP_SPECIFIC_TOKENS', true],
  ['MAIL_PASSWORD', null],
  ['SUPER_USERS', ['quay']],
  ['SERVER_HOSTNAME', 'quay.example.com'],
  ['ENTERPRISE_LOGO_URL', 'https://quay.example.com/logo@2x.png'],
  ['MAIL_PORT', 587n],
  ['TAG_EXPIRATION_OPTIONS', ['2w']],
])('shows %s', (key, value) => {
  expect(isSecret(key, value)).toBe(false);
});
