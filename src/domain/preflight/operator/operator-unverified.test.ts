import { expect, test } from 'vitest';
import { findingsOf, operatorDeployment } from '../../fixtures/prod-registry.fixture.ts';
import { operatorUnverified } from './operator-unverified.ts';

const answers = [
  { namespace: 'openshift-operators', name: 'quay-operator', writes: 'quayregistries' as const, allowed: true },
];

test('an operator of a dump is told to be unverified, as an info', () => {
  const [finding] = findingsOf(operatorUnverified);
  expect(finding).toMatchObject({ severity: 'info', field: 'spec.template.spec.serviceAccountName' });
  expect(finding?.message).toContain('a dump has no API server');
});

test('one that the cluster vouched for needs no word', () => {
  const change = { add: [operatorDeployment], snapshot: { accountReviews: { asked: true as const, answers } } };
  expect(findingsOf(operatorUnverified, change)).toEqual([]);
});

test('nor does one that is not there', () => {
  expect(findingsOf(operatorUnverified, { remove: ['ClusterServiceVersion/quay-operator.v3.17.4'] })).toEqual([]);
});
