import { describe, expect, test } from 'vitest';
import type { CustomResourceDefinition } from '../../k8s/customresourcedefinition.ts';
import { defaultChoices } from '../choices.ts';
import type { EcosystemFacts } from '../ecosystem/facts.ts';
import { type Change, prodFacts } from '../fixtures/prod-registry.fixture.ts';
import { postgres } from './postgres.ts';

const external: Change = { config: { DB_URI: 'postgresql://u:p@pg.example.com/quay' } };
const ephemeral: Change = {
  patch: {
    'Deployment/prod-quay-postgresql': { spec: { template: { spec: { volumes: [{ name: 'data', emptyDir: {} }] } } } },
  },
};

test.each<[string, Change, 'copy' | 'unmanaged', boolean, RegExp]>([
  ['that the operator had is copied', {}, 'copy', true, /copied/],
  ['that the operator had stays if that is chosen', {}, 'unmanaged', false, /keeps the existing database/],
  ['outside stays', external, 'copy', false, /external \(pg\.example\.com\)/],
  ['outside stays, whatever is chosen', external, 'unmanaged', false, /external/],
  ['without a volume is not copied', ephemeral, 'copy', false, /no persistent volume/],
])('a database %s', (_title, change, database, managed, reason) => {
  const decision = postgres(prodFacts(change), { ...defaultChoices, database });
  expect(decision).toMatchObject({ kind: 'postgres', managed, reason: expect.stringMatching(reason) as string });
  expect(decision.overrides === undefined).toBe(!managed);
});

test.each<[string, Change, readonly string[]]>([
  ['DB_URI goes when the operator writes it', {}, ['DB_URI']],
  [
    'and its connection arguments',
    { config: { DB_CONNECTION_ARGS: { threadlocals: true } } },
    ['DB_URI', 'DB_CONNECTION_ARGS'],
  ],
  ['both stay with a database outside', { config: { ...(external.config as object), DB_CONNECTION_ARGS: {} } }, []],
])('%s', (_title, change, keys) => {
  const { configChanges } = postgres(prodFacts(change), defaultChoices);
  expect(configChanges.map(({ key, action }) => [key, action])).toEqual(keys.map((key) => [key, 'remove']));
});

describe('the volume', () => {
  const crd = (properties: object): CustomResourceDefinition => ({
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: 'quayregistries.quay.redhat.com' },
    spec: {
      versions: [
        {
          name: 'v1',
          schema: {
            openAPIV3Schema: {
              properties: {
                spec: {
                  properties: {
                    components: { items: { properties: { overrides: { properties: { ...properties } } } } },
                  },
                },
              },
            },
          },
        },
      ],
    },
  });
  const withCrd = (definition: CustomResourceDefinition | undefined, change: Change = {}): EcosystemFacts => ({
    ...prodFacts(change),
    quayRegistryCrd: definition,
  });
  const current = crd({ volumeSize: {}, storageClassName: {} });
  const noClass: Change = {
    ecosystem: { spec: { quay: { database: { storageClass: null } } } },
    patch: { 'PersistentVolumeClaim/prod-quay-postgresql': { spec: { storageClassName: null } } },
  };

  test.each<[string, EcosystemFacts, object]>([
    [
      'keeps its class where the operator can be told',
      withCrd(current),
      { volumeSize: '50Gi', storageClassName: 'gp2' },
    ],
    ['is left to the default class where there was no other', withCrd(current, noClass), { volumeSize: '50Gi' }],
    ['has no class for an operator that would drop it', withCrd(crd({ volumeSize: {} })), { volumeSize: '50Gi' }],
    ['has no class where the operator is unknown', withCrd(undefined), { volumeSize: '50Gi' }],
  ])('%s', (_title, facts, overrides) => {
    expect(postgres(facts, defaultChoices).overrides).toEqual(overrides);
  });
});
