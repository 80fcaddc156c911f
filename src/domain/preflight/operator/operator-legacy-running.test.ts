import { expect, test } from 'vitest';
import { type RuleCase, fieldsOf, fixtureDeployment, fixtureObject } from '../../fixtures/prod-registry.fixture.ts';
import { operatorLegacyRunning } from './operator-legacy-running.ts';

test.each<RuleCase>([
  ['only 3.17', {}, []],
  [
    '1.1.2 by OLM',
    {
      add: [
        fixtureObject('operators.coreos.com/v1alpha1', 'ClusterServiceVersion', 'quay-operator.v3.3.4', {
          spec: {
            version: '3.3.4',
            customresourcedefinitions: { owned: [{ name: 'quayecosystems.redhatcop.redhat.io' }] },
            install: { spec: { deployments: [{ name: 'quay-operator' }] } },
          },
          status: { phase: 'Succeeded' },
        }),
      ],
    },
    ['spec.version'],
  ],
  [
    'scaled to zero',
    {
      add: [
        fixtureObject('operators.coreos.com/v1alpha1', 'ClusterServiceVersion', 'quay-operator.v3.3.4', {
          spec: {
            version: '3.3.4',
            customresourcedefinitions: { owned: [{ name: 'quayecosystems.redhatcop.redhat.io' }] },
            install: { spec: { deployments: [{ name: 'quay-operator' }] } },
          },
          status: { phase: 'Succeeded' },
        }),
        fixtureObject('apps/v1', 'Deployment', 'quay-operator', { spec: { replicas: 0 } }),
      ],
    },
    [],
  ],
  [
    'a Deployment without OLM',
    {
      add: [
        fixtureDeployment('quay-operator', {
          containers: [{ name: 'quay-operator', image: 'quay.io/redhat-cop/quay-operator:v1.1.2' }],
        }),
      ],
    },
    ['spec.version'],
  ],
  [
    '3.5 is not one',
    {
      add: [
        fixtureObject('operators.coreos.com/v1alpha1', 'ClusterServiceVersion', 'quay-operator.v3.5.7', {
          spec: {
            version: '3.5.7',
            customresourcedefinitions: {
              owned: [{ name: 'quayecosystems.redhatcop.redhat.io' }, { name: 'quayregistries.quay.redhat.com' }],
            },
            install: { spec: { deployments: [{ name: 'quay-operator' }] } },
          },
          status: { phase: 'Succeeded' },
        }),
      ],
    },
    [],
  ],
])('%s', (_title, change, fields) => {
  expect(fieldsOf(operatorLegacyRunning, change)).toEqual(fields);
});
