import { expect, test } from 'vitest';
import { type RuleCase, fieldsOf } from '../../fixtures/prod-registry.fixture.ts';
import { accessServiceMissing } from './access-service-missing.ts';

test.each<RuleCase>([
  ['a Route needs none', { remove: ['Service/prod-quay'] }, []],
  [
    'a LoadBalancer does',
    {
      ecosystem: { spec: { quay: { externalAccess: { type: 'LoadBalancer', tls: { termination: 'passthrough' } } } } },
      remove: ['Service/prod-quay'],
    },
    ['metadata.name'],
  ],
  ...['Ingress', 'NodePort'].map((type): RuleCase => [
    `a registry behind ${type} does`,
    {
      ecosystem: { spec: { quay: { externalAccess: { type, tls: { termination: 'passthrough' } } } } },
      remove: ['Service/prod-quay'],
    },
    ['metadata.name'],
  ]),
])('%s', (_title, change, fields) => {
  expect(fieldsOf(accessServiceMissing, change)).toEqual(fields);
});
