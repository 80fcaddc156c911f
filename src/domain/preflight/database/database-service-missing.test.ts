import { expect, test } from 'vitest';
import { type RuleCase, fieldsOf } from '../../fixtures/prod-registry.fixture.ts';
import { databaseServiceMissing } from './database-service-missing.ts';

test.each<RuleCase>([
  ['it is there', {}, []],
  ['it is not', { remove: ['Service/prod-quay-postgresql'] }, ['metadata.name']],
])('%s', (_title, change, fields) => {
  expect(fieldsOf(databaseServiceMissing, change)).toEqual(fields);
});
