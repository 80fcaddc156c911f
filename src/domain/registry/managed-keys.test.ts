import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Choices, defaultChoices } from '../choices.ts';
import { decideComponents } from '../components/table.ts';
import { decodeBase64 } from '../config/base64.ts';
import { type Change, longKey, prodFacts } from '../fixtures/prod-registry.fixture.ts';
import { workedExamples } from '../fixtures/worked-examples.fixture.ts';
import type { GeneratedSecrets } from './generated-secrets.ts';
import { managedKeys } from './managed-keys.ts';

const generated: GeneratedSecrets = {
  databasePassword: 'new1',
  databaseRootPassword: 'root2',
  reportKey: 'key',
  clairPassword: 'clair3',
  securityScannerPsk: 'cHNr',
};

function keysOf(change: Change, database: Choices['database'] = 'copy'): Readonly<Record<string, string>> {
  const facts = prodFacts(change);
  const { data } = managedKeys(facts, decideComponents(facts, { ...defaultChoices, database }), generated);
  return Object.fromEntries(Object.entries(data ?? {}).map(([key, value]) => [key, decodeBase64(value)]));
}

const keys = { SECRET_KEY: longKey, DATABASE_SECRET_KEY: longKey };
const noScanner = {
  SECURITY_SCANNER_V4_PSK: '',
  CLAIR_DB_USER: '',
  CLAIR_DB_NAME: '',
  CLAIR_DB_PASSWORD: '',
  CLAIR_DB_ROOT_PW: '',
};
const scanner = {
  SECURITY_SCANNER_V4_PSK: 'cHNr',
  CLAIR_DB_USER: 'postgres',
  CLAIR_DB_NAME: 'postgres',
  CLAIR_DB_PASSWORD: 'clair3',
  CLAIR_DB_ROOT_PW: 'clair3',
};
const database = {
  DB_URI: 'postgresql://prod-quay-database:new1@prod-quay-database:5432/prod-quay-database',
  DB_ROOT_PW: 'root2',
};

describe('managedKeys', () => {
  test.each<[string, Change, Choices['database'], Readonly<Record<string, string>>]>([
    [
      'of a managed database with Clair: all nine',
      workedExamples.managed,
      'copy',
      { ...keys, ...scanner, ...database },
    ],
    ['of a managed database without Clair', workedExamples.nodePort, 'copy', { ...keys, ...noScanner, ...database }],
    ['of a database that stays', workedExamples.managed, 'unmanaged', { ...keys, ...scanner }],
    [
      'of an external database: its password is not told',
      workedExamples.loadBalancer,
      'copy',
      { ...keys, ...noScanner },
    ],
    ['of an ephemeral database', workedExamples.ephemeral, 'copy', { ...keys, ...noScanner }],
    [
      'without config.yaml: no key is made up',
      { config: '' },
      'copy',
      { SECRET_KEY: '', DATABASE_SECRET_KEY: '', ...scanner, ...database },
    ],
  ])('%s', (_title, change, choice, data) => {
    expect(keysOf(change, choice)).toEqual(data);
  });

  test('has the name from which the operator reads', () => {
    const facts = prodFacts();
    const secret = managedKeys(facts, decideComponents(facts, defaultChoices), generated);
    expect(secret.metadata.name).toBe('prod-quay-registry-managed-secret-keys');
  });

  test('hands both keys on to the byte, quoted or not', () => {
    const digits = fc.bigInt({ min: 0n, max: 10n ** 77n }).map(String);
    fc.assert(
      fc.property(digits, digits, fc.constantFrom('', '"', "'"), (one, other, quote) => {
        const config = `SECRET_KEY: ${quote}${one}${quote}\nDATABASE_SECRET_KEY: ${quote}${other}${quote}\n`;
        expect(keysOf({ config })).toMatchObject({ SECRET_KEY: one, DATABASE_SECRET_KEY: other });
      }),
      { numRuns: 50 },
    );
  });
});
