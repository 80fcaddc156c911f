import { describe, expect, test } from 'vitest';
import {
  fixtureObject,
  operatorCsv,
  operatorDeployment,
  prodSnapshot,
} from '../../../domain/fixtures/prod-registry.fixture.ts';
import { readFacts } from '../../../domain/ecosystem/read-facts.ts';
import type { Snapshot, UnreadResource } from '../../../domain/snapshot.ts';
import type { LocalSubjectAccessReview } from '../../../k8s/access-review.ts';
import type { KubernetesObject } from '../../../k8s/object.ts';
import { localSubjectAccessReviews } from '../../../k8s/resource.ts';
import { ApiError } from '../api-error.ts';
import type { KubeClient } from '../client.ts';
import { reviewAccounts } from './review-accounts.ts';

/** Answers reviews as RBAC would, from the accounts that were given rights. */
function authorizer(...users: readonly string[]): { client: KubeClient; asked: LocalSubjectAccessReview['spec'][] } {
  const asked: LocalSubjectAccessReview['spec'][] = [];
  const create = async (_resource: unknown, review: LocalSubjectAccessReview): Promise<LocalSubjectAccessReview> => {
    asked.push(review.spec);
    return { ...review, status: { allowed: users.includes(review.spec.user) } };
  };
  return { client: { create } as unknown as KubeClient, asked };
}

function refusing(code: number): KubeClient {
  const create = async (): Promise<never> => {
    throw new ApiError(code, 'Forbidden', 'may not create localsubjectaccessreviews');
  };
  return { create } as unknown as KubeClient;
}

function withObjects(...objects: readonly KubernetesObject[]): Snapshot {
  return prodSnapshot({ add: [operatorDeployment, ...objects] });
}

async function factsOf(
  client: KubeClient,
  snapshot: Snapshot,
  unverified: 'distrust' | 'take-as-told' = 'distrust',
): Promise<ReturnType<typeof readFacts>> {
  return readFacts({ ...snapshot, ...(await reviewAccounts(client, snapshot, unverified)) });
}

/** What a tenant can make in his own namespace. */
function posing(name: string, version: string, namespace = 'attacker'): KubernetesObject {
  return fixtureObject('apps/v1', 'Deployment', name, {
    metadata: { namespace, labels: { 'olm.owner': 'x' } },
    spec: {
      replicas: 1,
      template: {
        metadata: { annotations: { 'quay-version': version } },
        spec: {
          serviceAccountName: name,
          containers: [
            {
              name: 'quay-operator',
              image: `evil.example/quay-operator:${version}`,
              env: [
                { name: 'RELATED_IMAGE_COMPONENT_QUAY', value: 'evil.example/quay:1' },
                { name: 'RELATED_IMAGE_COMPONENT_POSTGRES', value: 'evil.example/postgres:1' },
              ],
            },
          ],
        },
      },
    },
  });
}

const real = 'system:serviceaccount:openshift-operators:quay-operator';

describe('reviewAccounts', () => {
  test('asks once whether the account may write the status of QuayRegistries in that namespace', async () => {
    const { client, asked } = authorizer(real);
    expect((await factsOf(client, withObjects())).operator?.quayImage).toBe(
      'registry.redhat.io/quay/quay-rhel8:v3.17.4',
    );
    expect(asked).toEqual([
      {
        user: real,
        groups: ['system:serviceaccounts', 'system:serviceaccounts:openshift-operators', 'system:authenticated'],
        resourceAttributes: {
          group: 'quay.redhat.com',
          resource: 'quayregistries',
          subresource: 'status',
          verb: 'update',
          namespace: 'quay-enterprise',
        },
      },
    ]);
  });

  test("a tenant's Deployment, however new it says it is, names no image and blocks nobody", async () => {
    const facts = await factsOf(authorizer(real).client, withObjects(posing('x', 'v3.18.0'), posing('old', 'v3.3.4')));
    expect(facts.operator?.quayVersion).toBe('v3.17.4');
    expect(facts.operators.map(({ source, notVouched }) => [source, notVouched])).toEqual([
      ['ClusterServiceVersion openshift-operators/quay-operator.v3.17.4', ''],
      [
        'Deployment attacker/x',
        'its ServiceAccount attacker/x may not write quayregistries in namespace quay-enterprise',
      ],
      [
        'Deployment attacker/old',
        'its ServiceAccount attacker/old may not write quayecosystems in namespace quay-enterprise',
      ],
    ]);
  });

  test('an account of the same name in another namespace is another account', async () => {
    const facts = await factsOf(authorizer(real).client, withObjects(posing('quay-operator', 'v3.18.0')));
    expect(facts.operator?.quayVersion).toBe('v3.17.4');
  });

  test("the text of a ClusterServiceVersion is not enough: its Deployment's pods are what runs", async () => {
    const csv = prodSnapshot();
    const facts = await factsOf(authorizer(real, 'system:serviceaccount:openshift-operators:default').client, csv);
    expect(facts.operator).toBeUndefined();
    expect(facts.operators[0]?.notVouched).toContain('was not found');
    const tampered = JSON.parse(
      JSON.stringify(operatorCsv).replaceAll('registry.redhat.io', 'evil.example'),
    ) as KubernetesObject;
    const snapshot = prodSnapshot({
      remove: ['ClusterServiceVersion/quay-operator.v3.17.4'],
      add: [tampered, operatorDeployment],
    });
    const vouched = await factsOf(authorizer(real).client, snapshot);
    expect(JSON.stringify(vouched.operator)).not.toContain('evil.example');
  });

  test('a service that may not ask trusts nobody, and says why', async () => {
    const facts = await factsOf(refusing(403), withObjects());
    expect(facts.operator).toBeUndefined();
    expect(facts.operators[0]?.notVouched).toContain('may not create localsubjectaccessreviews');
  });

  test('a person who may not ask takes operators as told', async () => {
    const facts = await factsOf(refusing(403), withObjects(), 'take-as-told');
    expect(facts.operator?.version).toBe('3.17.4');
    expect(facts.snapshot.accountReviews).toMatchObject({ asked: false });
  });

  test('a person who sees no Deployments of other namespaces takes operators as told, and asks nothing', async () => {
    const { client, asked } = authorizer();
    const unread = [{ resource: 'deployments.apps', elsewhere: true as const, reason: 'forbidden' }];
    const facts = await factsOf(client, { ...prodSnapshot(), unread }, 'take-as-told');
    expect(facts.operator?.version).toBe('3.17.4');
    expect(asked).toEqual([]);
  });

  test.each(['distrust', 'take-as-told'] as const)('an API server in trouble is no answer: %s', async (unverified) => {
    for (const code of [500, 409]) {
      await expect(factsOf(refusing(code), withObjects(), unverified)).rejects.toThrow(ApiError);
    }
  });

  test.each([401, 403])('who may not ask hears why, and loses nothing else: %i', async (code) => {
    const unread = [{ resource: 'secrets', reason: 'forbidden' }];
    const read = { ...withObjects(), unread };
    const reason = 'may not create localsubjectaccessreviews';
    expect(await reviewAccounts(refusing(code), read, 'take-as-told')).toEqual({
      accountReviews: { asked: false, reason },
      unread,
    });
    expect(await reviewAccounts(refusing(code), read, 'distrust')).toEqual({
      accountReviews: { asked: true, answers: [], refused: reason },
      unread,
    });
  });

  const elsewhere = { resource: 'deployments.apps', elsewhere: true as const, reason: 'forbidden' };

  test('Deployments of other namespaces that cannot be seen are not asked about by a person', async () => {
    const { client, asked } = authorizer();
    const secretsToo = { resource: 'secrets', reason: 'no' };
    const read = { ...withObjects(), unread: [secretsToo, elsewhere] };
    expect(await reviewAccounts(client, read, 'take-as-told')).toEqual({
      accountReviews: { asked: false, reason: 'forbidden' },
      unread: [secretsToo, elsewhere],
    });
    expect(asked).toEqual([]);
  });

  test.each<[string, UnreadResource, 'distrust' | 'take-as-told']>([
    ['the service, which trusts nobody else', elsewhere, 'distrust'],
    ['a person who sees them all', { resource: 'deployments.apps', reason: 'no' }, 'take-as-told'],
    ['a person who lacks another kind', { ...elsewhere, resource: 'secrets' }, 'take-as-told'],
  ])('they are asked about by %s', async (_title, unread, unverified) => {
    const { client, asked } = authorizer();
    const reviewed = await reviewAccounts(client, { ...withObjects(), unread: [unread] }, unverified);
    expect(asked).toHaveLength(1);
    expect(reviewed.accountReviews).toMatchObject({ asked: true });
  });

  test('an old operator is asked about by what it would have to write', async () => {
    const { client, asked } = authorizer(real);
    await factsOf(client, withObjects(posing('old', 'v3.3.4')));
    expect(asked.at(-1)?.resourceAttributes).toEqual({
      group: 'redhatcop.redhat.io',
      resource: 'quayecosystems',
      verb: 'update',
      namespace: 'quay-enterprise',
    });
  });

  test('a question is asked in the namespace, and an answer without a status is no yes', async () => {
    const sent: unknown[] = [];
    const create = async (resource: unknown, { apiVersion, kind, metadata }: LocalSubjectAccessReview) => {
      sent.push([resource, { apiVersion, kind, metadata }]);
      return { apiVersion, kind, metadata };
    };
    const facts = await factsOf({ create } as unknown as KubeClient, withObjects());
    expect(facts.operator).toBeUndefined();
    expect(sent).toEqual([
      [
        localSubjectAccessReviews,
        {
          apiVersion: 'authorization.k8s.io/v1',
          kind: 'LocalSubjectAccessReview',
          metadata: { name: '', namespace: 'quay-enterprise' },
        },
      ],
    ]);
  });

  test('a flood of Deployments costs a bounded number of questions, and does not crowd out the installed operator', async () => {
    const flood = Array.from({ length: 200 }, (_, index) => posing(`x${index}`, 'v3.18.0'));
    const { client, asked } = authorizer(real);
    const snapshot = withObjects(...flood);
    const { unread } = await reviewAccounts(client, snapshot, 'distrust');
    expect(asked.length).toBeLessThanOrEqual(20);
    expect(unread).toMatchObject([{ resource: 'deployments.apps', elsewhere: true }]);
    expect(unread[0]?.reason).toMatch(/^\d+ further ServiceAccounts claim to be quay-operator/);
    expect((await factsOf(client, snapshot)).operator?.quayVersion).toBe('v3.17.4');
  });
});
