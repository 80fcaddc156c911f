import { expect, test } from 'vitest';
import type { KubernetesObject } from '../../../k8s/object.ts';
import { type RuleCase, findingsOf, fixtureObject, saidOf } from '../../fixtures/prod-registry.fixture.ts';
import { serviceAccountAnnotated } from './service-account-annotated.ts';

const account = (annotations: object, name = 'quay'): readonly KubernetesObject[] => [
  fixtureObject('v1', 'ServiceAccount', name, { metadata: { annotations } }),
];
const role = { 'eks.amazonaws.com/role-arn': 'arn:aws:iam::1:role/quay' };

test.each<RuleCase>([
  ['no ServiceAccount', {}, []],
  ['what the cluster writes', { add: account({ 'openshift.io/internal-registry-pull-secret-ref': 'x' }) }, []],
  [
    'a role of the cloud',
    { add: account(role) },
    ['warning ServiceAccount/quay metadata.annotations[eks.amazonaws.com/role-arn]'],
  ],
  ['a role of another ServiceAccount', { add: account(role, 'clair') }, []],
])('%s', (_title, change, said) => {
  expect(saidOf(serviceAccountAnnotated, change)).toEqual(said);
});

test('the remedy gives the same annotation to the ServiceAccount of the new pods', () => {
  expect(findingsOf(serviceAccountAnnotated, { add: account(role) })[0]?.remedy).toContain(
    "oc annotate serviceaccount prod-quay-app -n quay-enterprise 'eks.amazonaws.com/role-arn=arn:aws:iam::1:role/quay'",
  );
});

test('a value with a quote ends no word of the command', () => {
  expect(findingsOf(serviceAccountAnnotated, { add: account({ 'x.io/a': "b'; rm -rf /; '" }) })[0]?.remedy).toContain(
    `'x.io/a=b'"'"'; rm -rf /; '"'"''`,
  );
});
