import { expect, test } from 'vitest';
import { defaultChoices } from '../../choices.ts';
import {
  type Change,
  type RuleCase,
  bundleOf,
  fieldsOf,
  findingsOf,
  operatorDeployment,
  prodFacts,
} from '../../fixtures/prod-registry.fixture.ts';
import { selfHostedImage } from './self-hosted-image.ts';

test.each<RuleCase>([
  ['images of another registry', {}, []],
  [
    'the registry holds its own image',
    { config: { SERVER_HOSTNAME: 'registry.redhat.io' } },
    Array.from({ length: 3 }, () => 'spec.install.spec.deployments[0].spec.template.spec.containers[0].env'),
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

const live = { remove: ['ClusterServiceVersion/quay-operator.v3.17.4'], add: [operatorDeployment] };

test('looks at the images of every managed component, and at those of no other', () => {
  const messages = (change: Change): string =>
    findingsOf(selfHostedImage, { ...live, config: { SERVER_HOSTNAME: 'registry.redhat.io' }, ...change })
      .map(({ message }) => message)
      .join('\n');
  for (const image of [
    'quay-rhel8:',
    'quay-operator-rhel8:',
    'postgresql-13:',
    'postgresql-15:',
    'clair-rhel8:',
    'redis-6:',
  ]) {
    expect(messages({})).toContain(image);
  }
  const withoutClair = { ecosystem: { spec: { clair: { enabled: false } } } };
  expect(messages(withoutClair)).toContain('redis-6:');
  expect(messages(withoutClair)).not.toMatch(/clair-rhel8|postgresql-15/);
});

test("looks at this product's own image", () => {
  const facts = prodFacts();
  const check = (image: string) => selfHostedImage.check(facts, defaultChoices, bundleOf(facts), image);
  expect(check('registry.example.com/quay-migration-plugin:1')).toEqual([]);
  expect(check('')).toEqual([]);
  const [finding] = check('quay.example.com/infra/quay-migration-plugin:1');
  expect(finding).toMatchObject({ severity: 'blocker', object: 'Deployment quay-migration-plugin' });
  expect(finding?.remedy).toContain('image.registry');
});
