import { expect, test } from 'vitest';
import { type RuleCase, fieldsOf } from '../../fixtures/prod-registry.fixture.ts';
import { operatorImageUnknown } from './operator-image-unknown.ts';

test.each<RuleCase>([
  ['both are named', {}, []],
  [
    'no PostgreSQL image',
    {
      patch: {
        'ClusterServiceVersion/quay-operator.v3.17.4': {
          spec: {
            install: {
              spec: {
                deployments: [
                  {
                    name: 'quay-operator',
                    spec: {
                      template: {
                        spec: {
                          containers: [
                            {
                              name: 'quay-operator',
                              env: [
                                {
                                  name: 'RELATED_IMAGE_COMPONENT_QUAY',
                                  value: 'registry.redhat.io/quay/quay-rhel8:v3',
                                },
                              ],
                            },
                          ],
                        },
                      },
                    },
                  },
                ],
              },
            },
          },
        },
      },
    },
    ['spec.install.spec.deployments[0]: RELATED_IMAGE_COMPONENT_POSTGRES'],
  ],
  [
    'no image at all',
    {
      patch: {
        'ClusterServiceVersion/quay-operator.v3.17.4': {
          spec: {
            install: {
              spec: {
                deployments: [
                  {
                    name: 'quay-operator',
                    spec: { template: { spec: { containers: [{ name: 'quay-operator', env: [] }] } } },
                  },
                ],
              },
            },
          },
        },
      },
    },
    [
      'spec.install.spec.deployments[0]: RELATED_IMAGE_COMPONENT_QUAY',
      'spec.install.spec.deployments[0]: RELATED_IMAGE_COMPONENT_POSTGRES',
    ],
  ],
  [
    'no PostgreSQL image, and none needed',
    {
      patch: {
        'ClusterServiceVersion/quay-operator.v3.17.4': {
          spec: {
            install: {
              spec: {
                deployments: [
                  {
                    name: 'quay-operator',
                    spec: {
                      template: {
                        spec: {
                          containers: [
                            {
                              name: 'quay-operator',
                              env: [
                                {
                                  name: 'RELATED_IMAGE_COMPONENT_QUAY',
                                  value: 'registry.redhat.io/quay/quay-rhel8:v3',
                                },
                              ],
                            },
                          ],
                        },
                      },
                    },
                  },
                ],
              },
            },
          },
        },
      },
      choices: { database: 'unmanaged' },
    },
    [],
  ],
])('%s', (_title, change, fields) => {
  expect(fieldsOf(operatorImageUnknown, change)).toEqual(fields);
});
