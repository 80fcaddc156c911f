import { expect, test } from 'vitest';
import { type RuleCase, fieldsOf } from '../../fixtures/prod-registry.fixture.ts';
import { databaseSecretKeyMissing } from './database-secret-key-missing.ts';

test.each<RuleCase>([
  ['a string of digits', {}, []],
  ['it is missing', { config: { DATABASE_SECRET_KEY: null } }, ['data[config.yaml]: DATABASE_SECRET_KEY']],
  ['it is empty', { config: { DATABASE_SECRET_KEY: '' } }, ['data[config.yaml]: DATABASE_SECRET_KEY']],
  [
    'an unquoted number is kept as the text it is',
    { config: 'DATABASE_SECRET_KEY: 1234567890123456789012345678901234567890' },
    [],
  ],
  ['a list', { config: { DATABASE_SECRET_KEY: [] } }, ['data[config.yaml]: DATABASE_SECRET_KEY']],
  ['without config.yaml another finding says so', { config: '' }, []],
])('%s', (_title, change, fields) => {
  expect(fieldsOf(databaseSecretKeyMissing, change)).toEqual(fields);
});
