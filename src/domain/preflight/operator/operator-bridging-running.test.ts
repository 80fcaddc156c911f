import { expect, test } from 'vitest';
import { type RuleCase, fieldsOf, fixtureObject } from '../../fixtures/prod-registry.fixture.ts';
import { operatorBridgingRunning } from './operator-bridging-running.ts';

test.each<RuleCase>([
  ['only 3.17', {}, []],
  [
    '3.6',
    {
      add: [
        fixtureObject('operators.coreos.com/v1alpha1', 'ClusterServiceVersion', 'quay-operator.v3.6.10', {
          spec: {
            version: '3.6.10',
            customresourcedefinitions: {
              owned: [{ name: 'quayecosystems.redhatcop.redhat.io' }, { name: 'quayregistries.quay.redhat.com' }],
            },
            install: { spec: { deployments: [{ name: 'quay-operator' }] } },
          },
          status: { phase: 'Succeeded' },
        }),
      ],
    },
    ['spec.version'],
  ],
  [
    '3.6, scaled to zero',
    {
      add: [
        fixtureObject('operators.coreos.com/v1alpha1', 'ClusterServiceVersion', 'quay-operator.v3.6.10', {
          spec: {
            version: '3.6.10',
            customresourcedefinitions: {
              owned: [{ name: 'quayecosystems.redhatcop.redhat.io' }, { name: 'quayregistries.quay.redhat.com' }],
            },
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
    '3.8, which does not watch this namespace',
    {
      add: [
        fixtureObject('operators.coreos.com/v1alpha1', 'ClusterServiceVersion', 'quay-operator.v3.8.1', {
          spec: {
            version: '3.8.1',
            customresourcedefinitions: {
              owned: [{ name: 'quayecosystems.redhatcop.redhat.io' }, { name: 'quayregistries.quay.redhat.com' }],
            },
            install: { spec: { deployments: [{ name: 'quay-operator' }] } },
          },
          status: { phase: 'Succeeded' },
          metadata: { annotations: { 'olm.targetNamespaces': 'other' } },
        }),
      ],
    },
    [],
  ],
  [
    '1.1.2 is not one',
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
    [],
  ],
])('%s', (_title, change, fields) => {
  expect(fieldsOf(operatorBridgingRunning, change)).toEqual(fields);
});
