import { expect, test } from 'vitest';
import { type RuleCase, fieldsOf } from '../ecosystem/prod-registry.fixture.ts';
import { selfHostedImage } from './self-hosted-image.ts';

test.each<RuleCase>([
  ['images of another registry', {}, []],
  [
    'the registry serves its own image',
    { config: { SERVER_HOSTNAME: 'registry.redhat.io' } },
    [
      'spec.install.spec.deployments[0].spec.template.spec.containers[0].env',
      'spec.install.spec.deployments[0].spec.template.spec.containers[0].env',
    ],
  ],
  [
    'an image behind a port of the registry',
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
                              env: [{ name: 'RELATED_IMAGE_COMPONENT_QUAY', value: 'quay.example.com:8443/q:v3' }],
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
    ['spec.install.spec.deployments[0].spec.template.spec.containers[0].env'],
  ],
  [
    'an image of Docker Hub',
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
                              env: [{ name: 'RELATED_IMAGE_COMPONENT_QUAY', value: 'quay/quay:v3' }],
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
    [],
  ],
])('%s', (_title, change, fields) => {
  expect(fieldsOf(selfHostedImage, change)).toEqual(fields);
});
