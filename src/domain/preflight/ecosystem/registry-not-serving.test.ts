import { expect, test } from 'vitest';
import { type RuleCase, fieldsOf } from '../../fixtures/prod-registry.fixture.ts';
import { registryNotServing } from './registry-not-serving.ts';

test.each<RuleCase>([
  ['available', {}, []],
  [
    'no pod',
    { patch: { 'Deployment/prod-quay': { status: { availableReplicas: null } } } },
    ['status.availableReplicas'],
  ],
  [
    'scaled to zero, on purpose or by a rollback that went wrong',
    { patch: { 'Deployment/prod-quay': { spec: { replicas: 0 }, status: { availableReplicas: null } } } },
    ['spec.replicas'],
  ],
  ['a dump without status', { patch: { 'Deployment/prod-quay': { status: null } } }, []],
])('%s', (_title, change, fields) => {
  expect(fieldsOf(registryNotServing, change)).toEqual(fields);
});
