import { describe, expect, it } from 'vitest';
import { completeKeys, databaseCredentials } from './managed-keys.ts';
import { inputsOf } from '../registry-inputs.fixture.ts';

const random = (): string => 'random';

describe('completeKeys', () => {
  it('makes up what nobody gives', () => {
    expect(completeKeys(inputsOf({}), {}, random)).toMatchObject({
      SECRET_KEY: 'random',
      DATABASE_SECRET_KEY: 'random',
      DB_URI: 'postgresql://reg-quay-database:random@reg-quay-database:5432/reg-quay-database',
      CLAIR_DB_PASSWORD: 'random',
    });
  });

  it('keeps what the Secret holds', () => {
    const stored = { SECRET_KEY: 'a', DATABASE_SECRET_KEY: 'b', DB_URI: 'postgresql://q:p@other:5433/db' };
    expect(completeKeys(inputsOf({}), stored, random)).toMatchObject(stored);
  });

  it('lets text of the bundle win, and takes an integer for nothing', () => {
    const stored = { SECRET_KEY: 'stored', DATABASE_SECRET_KEY: 'stored' };
    const config = { SECRET_KEY: 'bundled', DATABASE_SECRET_KEY: 123 };
    expect(completeKeys(inputsOf({ config }), stored, random)).toMatchObject({
      SECRET_KEY: 'bundled',
      DATABASE_SECRET_KEY: 'stored',
    });
  });

  it('takes a root password without Clair keys for an older registry', () => {
    expect(completeKeys(inputsOf({}), { DB_ROOT_PW: 'root' }, random)).toMatchObject({
      CLAIR_DB_USER: 'postgres',
      CLAIR_DB_PASSWORD: 'postgres',
      CLAIR_DB_ROOT_PW: 'postgres',
    });
  });

  it('leaves unused keys empty', () => {
    const keys = completeKeys(inputsOf({ unmanaged: ['clair', 'clairpostgres', 'postgres'] }), {}, random);
    expect(keys).toMatchObject({ SECURITY_SCANNER_V4_PSK: '', CLAIR_DB_USER: '', DB_ROOT_PW: '', DB_URI: '' });
  });
});

describe('databaseCredentials', () => {
  it('takes them out of DB_URI, percent-decoded, whatever the host', () => {
    const keys = completeKeys(inputsOf({}), { DB_URI: 'postgresql://quay:p%40ss@other-host:5433/quaydb' }, random);
    expect(databaseCredentials(keys)).toMatchObject({
      'database-username': 'quay',
      'database-name': 'quaydb',
      'database-password': 'p@ss',
    });
  });
});
