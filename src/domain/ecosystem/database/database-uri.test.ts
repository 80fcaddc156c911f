import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isServiceHost, parseDatabaseUri } from './database-uri.ts';

describe('parseDatabaseUri', () => {
  test.each([
    ['postgresql://quay:pw@db/quay', { user: 'quay', password: 'pw', host: 'db', port: 5432, database: 'quay' }],
    ['postgres://quay:pw@db/quay', { user: 'quay' }],
    ['postgresql+psycopg2://quay:pw@db/quay', { user: 'quay' }],
    ['postgresql://quay:pw@db:6432/quay', { port: 6432 }],
    ['postgresql://quay:p@ss@db/quay', { user: 'quay', password: 'p@ss', host: 'db' }],
    ['postgresql://quay:a:b/c?d@db/quay', { password: 'a:b/c?d', database: 'quay' }],
    ['postgresql://quay:p%40ss@db/quay', { password: 'p@ss' }],
    ['postgresql://quay:100%@db/quay', { password: '100%' }],
    ['postgresql://quay:%ff@db/quay', { password: '%ff' }],
    ['postgresql://quay:%C3%A4@db/quay', { password: 'ä' }],
    ['postgresql://quay:pw@db/quay?sslmode=require&sslrootcert=/a/b', { host: 'db', database: 'quay' }],
    [
      'postgresql://quay:pw@db/quay?sslmode=verify-full&sslrootcert=conf%2Fstack/database.pem&odd&=x',
      { database: 'quay', query: { sslmode: 'verify-full', sslrootcert: 'conf/stack/database.pem' } },
    ],
    ['postgresql://quay:pw@[fd00::1]:5433/quay', { host: 'fd00::1', port: 5433 }],
    ['postgresql://quay@db/quay', { user: 'quay', password: '' }],
    ['postgresql://db/quay', { user: '', host: 'db' }],
  ])('%s', (text, expected) => {
    expect(parseDatabaseUri(text)).toMatchObject(expected);
  });

  test.each(['', 'mysql+pymysql://u:p@db/quay', 'sqlite:///quay.db', 'postgresql://u:p@db', 'postgresql://u:p@/quay'])(
    'no PostgreSQL URI with host and database: "%s"',
    (text) => {
      expect(parseDatabaseUri(text)).toBeUndefined();
    },
  );

  test('finds again what the legacy operator put together, whatever the password is', () => {
    const plain = fc.string({ minLength: 1 }).filter((text) => !/%[0-9a-f]{2}/i.test(text) && !/[\r\n]/.test(text));
    fc.assert(
      fc.property(plain, (password) => {
        expect(parseDatabaseUri(`postgresql://quay:${password}@prod-quay-postgresql/quay`)).toEqual({
          user: 'quay',
          password,
          host: 'prod-quay-postgresql',
          port: 5432,
          database: 'quay',
          query: {},
        });
      }),
    );
  });

  test('never throws', () => {
    fc.assert(fc.property(fc.string(), (text) => void parseDatabaseUri(`postgresql://${text}`)));
  });
});

test.each([
  ['db', true],
  ['db.ns', true],
  ['db.ns.svc', true],
  ['DB.ns.svc.cluster.local.', true],
  ['db.other.svc', false],
  ['db2', false],
])('isServiceHost %s: %s', (host, expected) => {
  expect(isServiceHost(host, 'db', 'ns')).toBe(expected);
});
