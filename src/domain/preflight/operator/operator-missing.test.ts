import { expect, test } from 'vitest';
import { type RuleCase, fieldsOf, findingsOf, operatorDeployment } from '../../fixtures/prod-registry.fixture.ts';
import { operatorMissing } from './operator-missing.ts';

test.each<RuleCase>([
  ['3.17 is there', {}, []],
  ['none', { remove: ['ClusterServiceVersion/quay-operator.v3.17.4'] }, ['metadata.name']],
  [
    'not installed yet',
    { patch: { 'ClusterServiceVersion/quay-operator.v3.17.4': { status: { phase: 'Installing' } } } },
    ['status.phase'],
  ],
  [
    'for other namespaces',
    {
      patch: {
        'ClusterServiceVersion/quay-operator.v3.17.4': { metadata: { annotations: { 'olm.targetNamespaces': 'a,b' } } },
      },
    },
    ['metadata.annotations[olm.targetNamespaces]'],
  ],
])('%s', (_title, change, fields) => {
  expect(fieldsOf(operatorMissing, change)).toEqual(fields);
});

test.each([
  ['not running', { status: { phase: 'Failed' } }, 'its phase is Failed'],
  ['elsewhere', { metadata: { annotations: { 'olm.targetNamespaces': 'a,b' } } }, 'watches a, b, not quay-enterprise'],
])('says why: %s', (_title, patch, words) => {
  const [finding] = findingsOf(operatorMissing, { patch: { 'ClusterServiceVersion/quay-operator.v3.17.4': patch } });
  expect(finding?.message).toContain(words);
});

test('says so when nobody could look', () => {
  const [finding] = findingsOf(operatorMissing, {
    remove: ['ClusterServiceVersion/quay-operator.v3.17.4'],
    snapshot: { unread: [{ resource: 'clusterserviceversions.operators.coreos.com', reason: 'forbidden' }] },
  });
  expect(finding?.message).toContain('forbidden');
});

test.each([
  ['whose Deployment was not found', [], 'was not found'],
  ['whose account has no rights here', [operatorDeployment], 'openshift-operators/quay-operator may not write'],
])('an operator %s is none, with the reason and the setting', (_title, add, words) => {
  const accountReviews = {
    asked: true as const,
    answers: [
      { namespace: 'openshift-operators', name: 'quay-operator', writes: 'quayregistries' as const, allowed: false },
    ],
  };
  const [finding] = findingsOf(operatorMissing, { add, snapshot: { accountReviews } });
  expect(finding).toMatchObject({ severity: 'blocker', field: 'spec.template.spec.serviceAccountName' });
  expect(finding?.message).toContain(words);
  expect(finding?.remedy).toContain('operatorNamespaces');
});
