import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { readFaults } from './faults.ts';
import { legacyKeys } from './legacy-keys.ts';
import { readQuayConfig } from './quay-config.ts';

const complete = `SECRET_KEY: '${legacyKeys.secretKey}'
DATABASE_SECRET_KEY: '${legacyKeys.databaseSecretKey}'
DB_URI: postgresql://quay:p%40ss@prod-quay-postgresql/quay
`;

let directory: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'quay-config-'));
});

afterEach(() => {
  rmSync(directory, { recursive: true });
});

function read(files: Readonly<Record<string, string>>): ReturnType<typeof readQuayConfig> {
  for (const [name, text] of Object.entries(files)) writeFileSync(join(directory, name), text);
  return readQuayConfig(directory);
}

describe('the configuration of a container', () => {
  test('is the database, the key, and no certificate', () => {
    expect(read({ 'config.yaml': complete })).toEqual({
      database: {
        host: 'prod-quay-postgresql',
        port: 5432,
        query: {},
        user: 'quay',
        password: 'p@ss',
        database: 'quay',
      },
      databaseSecretKey: legacyKeys.databaseSecretKey,
    });
  });

  test('has a certificate where both files lie', () => {
    const files = { 'config.yaml': complete, 'ssl.cert': 'CERT', 'ssl.key': 'KEY' };
    expect(read(files).certificate).toEqual({ cert: Buffer.from('CERT'), key: Buffer.from('KEY') });
    rmSync(join(directory, 'ssl.key'));
    expect(readQuayConfig(directory).certificate).toBeUndefined();
  });

  test.each([
    ['SECRET_KEY', complete.replace(/^SECRET_KEY.*\n/, '')],
    ['DATABASE_SECRET_KEY', complete.replace(/^DATABASE_SECRET_KEY.*$/m, `DATABASE_SECRET_KEY: ''`)],
    ['DB_URI', complete.replace(/^DB_URI.*$/m, 'DB_URI: [1]')],
    ['DB_URI', complete.replace(/^DB_URI.*$/m, 'DB_URI: mysql://a/b')],
    ['config.yaml', 'a: ['],
    ['config.yaml', '- a'],
  ])('is refused and names %s', (field, text) => {
    expect(() => read({ 'config.yaml': text })).toThrow(field);
  });

  test('is refused where it is missing', () => {
    expect(() => readQuayConfig(directory)).toThrow('ENOENT');
  });
});

test.each([
  [undefined, {}],
  ['', {}],
  ['{"migrate":"fail"}', { migrate: 'fail' }],
])('faults come from %s', (text, faults) => {
  expect(readFaults(text)).toEqual(faults);
});
