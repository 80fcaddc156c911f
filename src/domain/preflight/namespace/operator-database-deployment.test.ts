import { expect, test } from 'vitest';
import { type RuleCase, fieldsOf, fixtureObject } from '../../fixtures/prod-registry.fixture.ts';
import { operatorDatabaseDeployment } from './operator-database-deployment.ts';

test.each<RuleCase>([
  ['none', {}, []],
  ["somebody's", { add: [fixtureObject('apps/v1', 'Deployment', 'prod-quay-database')] }, ['metadata.name']],
])('%s', (_title, change, fields) => {
  expect(fieldsOf(operatorDatabaseDeployment, change)).toEqual(fields);
});
