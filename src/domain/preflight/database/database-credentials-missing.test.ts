import { expect, test } from 'vitest';
import { type RuleCase, fieldsOf } from '../../fixtures/prod-registry.fixture.ts';
import { databaseCredentialsMissing } from './database-credentials-missing.ts';

test.each<RuleCase>([
  ['all keys are there', {}, []],
  [
    'the root password is not needed',
    { patch: { 'Secret/prod-db-creds': { data: { 'database-root-password': null } } } },
    [],
  ],
  ['no Secret', { remove: ['Secret/prod-db-creds'] }, ['metadata.name']],
  ...['database-username', 'database-name'].map((key): RuleCase => [
    `no ${key}`,
    { patch: { 'Secret/prod-db-creds': { data: { [key]: null } } } },
    [`data[${key}]`],
  ]),
  [
    'no password',
    { patch: { 'Secret/prod-db-creds': { data: { 'database-password': null } } } },
    ['data[database-password]'],
  ],
  [
    'the default Secret, which is not there',
    { ecosystem: { spec: { quay: { database: { credentialsSecretName: null } } } } },
    ['metadata.name'],
  ],
])('%s', (_title, change, fields) => {
  expect(fieldsOf(databaseCredentialsMissing, change)).toEqual(fields);
});
