import { expect, test } from 'vitest';
import { type RuleCase, fieldsOf, fixtureObject } from '../../fixtures/prod-registry.fixture.ts';
import { operatorAutomaticApproval } from './operator-automatic-approval.ts';

test.each<RuleCase>([
  ['no Subscription', {}, []],
  [
    'Manual',
    {
      add: [
        fixtureObject('operators.coreos.com/v1alpha1', 'Subscription', 'quay', {
          metadata: { namespace: 'openshift-operators' },
          spec: { name: 'quay-operator', installPlanApproval: 'Manual' },
        }),
      ],
    },
    [],
  ],
  [
    'Automatic',
    {
      add: [
        fixtureObject('operators.coreos.com/v1alpha1', 'Subscription', 'quay', {
          metadata: { namespace: 'openshift-operators' },
          spec: { name: 'quay-operator', installPlanApproval: 'Automatic' },
        }),
      ],
    },
    ['spec.installPlanApproval'],
  ],
  [
    'not said, which is Automatic',
    {
      add: [
        fixtureObject('operators.coreos.com/v1alpha1', 'Subscription', 'quay', {
          metadata: { namespace: 'openshift-operators' },
          spec: { name: 'quay-operator' },
        }),
      ],
    },
    ['spec.installPlanApproval'],
  ],
  [
    'another operator',
    {
      add: [
        fixtureObject('operators.coreos.com/v1alpha1', 'Subscription', 'quay', {
          metadata: { namespace: 'openshift-operators' },
          spec: { name: 'quay-bridge-operator' },
        }),
      ],
    },
    [],
  ],
  [
    'in another namespace',
    {
      add: [
        fixtureObject('operators.coreos.com/v1alpha1', 'Subscription', 'quay', {
          metadata: { namespace: 'elsewhere' },
          spec: { name: 'quay-operator' },
        }),
      ],
    },
    [],
  ],
])('%s', (_title, change, fields) => {
  expect(fieldsOf(operatorAutomaticApproval, change)).toEqual(fields);
});
