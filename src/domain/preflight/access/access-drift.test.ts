import { expect, test } from 'vitest';
import { type RuleCase, fieldsOf } from '../../fixtures/prod-registry.fixture.ts';
import { accessDrift } from './access-drift.ts';

test.each<RuleCase>([
  ['Route and ClusterIP', {}, []],
  [
    'a Route, and a LoadBalancer from before',
    { patch: { 'Service/prod-quay': { spec: { type: 'LoadBalancer' } } } },
    ['spec.type'],
  ],
  [
    'LoadBalancer as said',
    {
      ecosystem: { spec: { quay: { externalAccess: { type: 'LoadBalancer', tls: { termination: 'passthrough' } } } } },
      patch: { 'Service/prod-quay': { spec: { type: 'LoadBalancer' } } },
    },
    [],
  ],
  [
    'a NodePort where LoadBalancer is said',
    {
      ecosystem: { spec: { quay: { externalAccess: { type: 'LoadBalancer', tls: { termination: 'passthrough' } } } } },
      patch: { 'Service/prod-quay': { spec: { type: 'NodePort' } } },
    },
    ['spec.type'],
  ],
  [
    'a LoadBalancer where Route is said, without a Route',
    { remove: ['Route/prod-quay'], patch: { 'Service/prod-quay': { spec: { type: 'LoadBalancer' } } } },
    ['spec.type'],
  ],
])('%s', (_title, change, fields) => {
  expect(fieldsOf(accessDrift, change)).toEqual(fields);
});
