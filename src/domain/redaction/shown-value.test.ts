import { describe, expect, test } from 'vitest';
import { shownValue } from './hide-config.ts';

const hidden = '(hidden)';

describe('a setting whose value may be shown', () => {
  test.each<[unknown, unknown]>([
    ['text', 'text'],
    [587, 587],
    [587n, 587n],
    [
      ['a', 1, 2n],
      ['a', 1, 2n],
    ],
    [
      ['a', ['b']],
      ['a', ['b']],
    ],
    [{ key: 'value' }, hidden],
    [
      ['a', { key: 'value' }],
      ['a', hidden],
    ],
    [new Date(0), hidden],
    [new Uint8Array([1]), hidden],
  ])('%o', (value, shown) => {
    expect(shownValue('SERVER_HOSTNAME', value)).toEqual(shown);
  });
});

describe.each(['MY_SETTING', 'DB_URI'])('%s, which nobody has listed', (setting) => {
  test.each<[unknown, unknown]>([
    ['text', hidden],
    [587, hidden],
    [587n, hidden],
    [['a'], hidden],
    [[[]], hidden],
    [{ host: 'example.com' }, hidden],
    [new Date(0), hidden],
    [new Uint8Array(), hidden],
  ])('shows nothing of %o', (value, shown) => {
    expect(shownValue(setting, value)).toEqual(shown);
  });

  test.each<[unknown]>([[null], [undefined], [''], [true], [false], [[]], [{}]])('tells nothing by %o', (value) => {
    expect(shownValue(setting, value)).toEqual(value);
  });
});

describe.each(['BUILDLOGS_REDIS', 'X_LOGIN_CONFIG', 'DB_CONNECTION_ARGS'])('%s', (setting) => {
  test('shows its harmless fields, at any depth', () => {
    const value = {
      host: 'example.com',
      port: 6379,
      ssl: true,
      password: 'p',
      deep: { port: 1, token: 2, other: [3] },
    };
    expect(shownValue(setting, value)).toEqual({
      host: 'example.com',
      port: 6379,
      ssl: true,
      [hidden]: hidden,
      '(hidden 2)': { port: 1, [hidden]: hidden, '(hidden 2)': [hidden] },
    });
  });

  test.each(['text', 1, 1n])('shows nothing of %s, which is no mapping', (value) => {
    expect(shownValue(setting, value)).toBe(hidden);
    expect(shownValue(setting, [value])).toEqual([hidden]);
  });
});

describe('DISTRIBUTED_STORAGE_CONFIG', () => {
  const shown = (value: unknown): unknown => shownValue('DISTRIBUTED_STORAGE_CONFIG', value);

  test('shows locations, drivers and their harmless arguments', () => {
    const argumentsOf = { s3_bucket: 'registry', s3_secret_key: 's', port: 443 };
    expect(
      shown({ default: ['S3Storage', argumentsOf], other: ['RHOCSStorage', { hostname: 'h', secret_key: 's' }] }),
    ).toEqual({
      default: ['S3Storage', { s3_bucket: 'registry', [hidden]: hidden, port: 443 }],
      other: ['RHOCSStorage', { hostname: 'h', [hidden]: hidden }],
    });
  });

  test.each<[unknown, unknown]>([
    [{ default: { s3_bucket: 'b', key: 'k' } }, { default: { s3_bucket: 'b', [hidden]: hidden } }],
    [{ default: 'AKIA' }, { default: hidden }],
    [{ default: ['AKIA/secret', 'AKIA', 1] }, { default: [hidden, hidden, hidden] }],
    [{ 'a b': ['LocalStorage', {}] }, { [hidden]: ['LocalStorage', {}] }],
    [
      { 'a b': 1, 'c d': 2 },
      { [hidden]: hidden, '(hidden 2)': hidden },
    ],
    ['text', hidden],
    [[1], [hidden]],
  ])('shows nothing of what is none of them: %o', (value, expected) => {
    expect(shown(value)).toEqual(expected);
  });
});
