import { expect, test } from 'vitest';
import { apiVersionOf } from '../../../k8s/resource.ts';
import {
  type RuleCase,
  fieldsOf,
  findingsOf,
  fixtureObject,
  prodSnapshot,
} from '../../fixtures/prod-registry.fixture.ts';
import { claimedNames } from './claimed-names.ts';
import { nameInUse } from './name-in-use.ts';

test.each<RuleCase>([
  ['no name is in use', {}, []],
  [
    "a Secret of somebody's",
    { add: [fixtureObject('v1', 'Secret', 'prod-quay-registry-managed-secret-keys')] },
    ['metadata.name'],
  ],
  [
    'ours by its labels alone',
    {
      add: [
        fixtureObject('v1', 'Secret', 'prod-quay-registry-managed-secret-keys', {
          metadata: {
            labels: { 'app.kubernetes.io/managed-by': 'quay-migration-plugin', 'quay-migration/ecosystem': 'prod' },
          },
        }),
      ],
    },
    ['metadata.name'],
  ],
  [
    'ours by the journal',
    {
      add: [fixtureObject('v1', 'Secret', 'prod-quay-registry-managed-secret-keys')],
      snapshot: { journaledUids: ['uid-Secret-prod-quay-registry-managed-secret-keys'] },
    },
    [],
  ],
  [
    'left by a QuayRegistry of an earlier attempt, for the garbage collector',
    {
      add: [
        fixtureObject('v1', 'Secret', 'prod-quay-registry-managed-secret-keys', {
          metadata: {
            ownerReferences: [{ apiVersion: 'quay.redhat.com/v1', kind: 'QuayRegistry', name: 'prod', uid: 'gone' }],
          },
        }),
      ],
      snapshot: { journaledUids: ['gone'] },
    },
    [],
  ],
  [
    "left by a QuayRegistry of somebody's",
    {
      add: [
        fixtureObject('v1', 'Secret', 'prod-quay-registry-managed-secret-keys', {
          metadata: {
            ownerReferences: [{ apiVersion: 'quay.redhat.com/v1', kind: 'QuayRegistry', name: 'prod', uid: 'gone' }],
          },
        }),
      ],
    },
    ['metadata.name'],
  ],
  [
    'with its QuayRegistry, which is the finding',
    {
      add: [
        fixtureObject('v1', 'Secret', 'prod-quay-registry-managed-secret-keys'),
        fixtureObject('quay.redhat.com/v1', 'QuayRegistry', 'prod'),
      ],
    },
    [],
  ],
  [
    'in another namespace',
    {
      add: [
        fixtureObject('v1', 'Secret', 'prod-quay-registry-managed-secret-keys', { metadata: { namespace: 'other' } }),
      ],
    },
    [],
  ],
  ['the Route is meant to be taken over', {}, []],
])('%s', (_title, change, fields) => {
  expect(fieldsOf(nameInUse, change)).toEqual(fields);
});

test.each(claimedNames('prod').flatMap(({ resource, names }) => names.map((name) => [resource, name] as const)))(
  'finds $kind',
  (resource, name) => {
    const found = fixtureObject(apiVersionOf(resource), resource.kind, name);
    expect(findingsOf(nameInUse, { add: [found] }).map(({ object }) => object)).toEqual([
      `${resource.kind} quay-enterprise/${name}`,
    ]);
  },
);

test('no name is one of the old registry', () => {
  const old = prodSnapshot().objects.map(({ kind, metadata }) => `${kind}/${metadata.name}`);
  const claimed = claimedNames('prod').flatMap(({ resource, names }) =>
    names.map((name) => `${resource.kind}/${name}`),
  );
  expect(claimed.filter((name) => old.includes(name))).toEqual([]);
});
