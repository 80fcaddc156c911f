import { expect, test } from 'vitest';
import { type RuleCase, fieldsOf, fixtureObject } from '../../fixtures/prod-registry.fixture.ts';
import { configSecretNameRule } from './config-secret-name.ts';

test.each<RuleCase>([
  ['none', {}, []],
  ['one of exactly that name', { add: [fixtureObject('v1', 'Secret', 'prod-quay-config-secret')] }, ['metadata.name']],
  ['one that begins so', { add: [fixtureObject('v1', 'Secret', 'prod-quay-config-secret-mine')] }, ['metadata.name']],
  [
    '3.12 does not delete them',
    {
      add: [fixtureObject('v1', 'Secret', 'prod-quay-config-secret')],
      patch: { 'ClusterServiceVersion/quay-operator.v3.17.4': { spec: { version: '3.12.1' } } },
    },
    [],
  ],
  [
    '3.13 deletes them',
    {
      add: [fixtureObject('v1', 'Secret', 'prod-quay-config-secret')],
      patch: { 'ClusterServiceVersion/quay-operator.v3.17.4': { spec: { version: '3.13.0' } } },
    },
    ['metadata.name'],
  ],
])('%s', (_title, change, fields) => {
  expect(fieldsOf(configSecretNameRule, change)).toEqual(fields);
});
