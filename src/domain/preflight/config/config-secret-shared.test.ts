import { expect, test } from 'vitest';
import { type RuleCase, fieldsOf, fixtureObject } from '../../fixtures/prod-registry.fixture.ts';
import { configSecretShared } from './config-secret-shared.ts';

test.each<RuleCase>([
  ['one QuayEcosystem in the namespace', {}, []],
  ['two of them', { add: [fixtureObject('redhatcop.redhat.io/v1alpha1', 'QuayEcosystem', 'test')] }, ['metadata.name']],
  [
    'another one in another namespace',
    {
      add: [
        fixtureObject('redhatcop.redhat.io/v1alpha1', 'QuayEcosystem', 'test', { metadata: { namespace: 'other' } }),
      ],
    },
    [],
  ],
])('%s', (_title, change, fields) => {
  expect(fieldsOf(configSecretShared, change)).toEqual(fields);
});
