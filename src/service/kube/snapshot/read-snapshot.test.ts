import { describe, expect, test } from 'vitest';
import { readFacts } from '../../../domain/ecosystem/read-facts.ts';
import { operatorDeployment, prodSnapshot } from '../../../domain/fixtures/prod-registry.fixture.ts';
import type { LocalSubjectAccessReview } from '../../../k8s/access-review.ts';
import type { KubernetesObject } from '../../../k8s/object.ts';
import type * as kinds from '../../../k8s/resource.ts';
import { ApiError, ConnectionError } from '../api-error.ts';
import type { KubeClient, Selection } from '../client.ts';
import { type OperatorPlaces, readSnapshot } from './read-snapshot.ts';

const target = { namespace: 'quay-enterprise', name: 'prod' };
const now = new Date('2026-11-24T12:00:00Z');

type Answer = (resource: kinds.Resource, selection: Selection) => readonly KubernetesObject[];

/** Answers reads from objects in memory; everything else is not asked for. */
class ReadingClient {
  readonly requests: string[] = [];
  readonly #answer: Answer;

  constructor(answer: Answer) {
    this.#answer = answer;
  }

  async list(resource: kinds.Resource, selection: Selection = {}): Promise<KubernetesObject[]> {
    const { namespace = '*', labelSelector = '', fieldSelector = '' } = selection;
    this.requests.push(`${resource.plural} ${namespace} ${labelSelector}${fieldSelector}`.trim());
    return [...this.#answer(resource, selection)];
  }

  async get(resource: kinds.Resource, name: string, namespace?: string): Promise<KubernetesObject | undefined> {
    this.requests.push(`${resource.plural}/${name}`);
    const selection = namespace === undefined ? {} : { namespace };
    return this.#answer(resource, selection).find(({ metadata }) => metadata.name === name);
  }

  async create(resource: kinds.Resource, review: LocalSubjectAccessReview): Promise<LocalSubjectAccessReview> {
    this.requests.push(`${resource.plural} ${review.metadata.namespace ?? ''} ${review.spec.user}`);
    return { ...review, status: { allowed: vouching(review) } };
  }
}

/** An API server whose only operator has its rights; lists by selector answer all, as `distinct` must cope with. */
const vouching = (review: LocalSubjectAccessReview): boolean =>
  review.spec.user === 'system:serviceaccount:openshift-operators:quay-operator';

function clientOf(answer: Answer): { client: KubeClient; requests: readonly string[] } {
  const reading = new ReadingClient(answer);
  return { client: reading as unknown as KubeClient, requests: reading.requests };
}

const objects = [...prodSnapshot().objects, operatorDeployment];

const ofCluster: Answer = (resource, { namespace }) =>
  objects.filter(
    ({ kind, metadata }) => kind === resource.kind && (namespace === undefined || metadata.namespace === namespace),
  );

function forbidding(plural: string, where: 'everywhere' | 'elsewhere'): Answer {
  return (resource, selection) => {
    if (resource.plural === plural && (where === 'everywhere' || selection.namespace === undefined)) {
      throw new ApiError(403, 'Forbidden', `${plural} is forbidden`);
    }
    return ofCluster(resource, selection);
  };
}

describe('readSnapshot', () => {
  test('reads what the facts need, each once, in few requests, half of which all ecosystems share', async () => {
    const { client, requests } = clientOf(ofCluster);
    const snapshot = await readSnapshot(client, target, now, { reviewer: client, journaledUids: ['a'] });
    expect(snapshot).toMatchObject({ ...target, readAt: '2026-11-24T12:00:00.000Z', unread: [], journaledUids: ['a'] });
    expect(snapshot.objects).toHaveLength(objects.length);
    expect(readFacts(snapshot).operator?.version).toBe('3.17.4');
    expect(new Set(requests).size).toBe(requests.length);
    expect(requests.length).toBeLessThanOrEqual(34);
    // By name: nobody needs the right to list the CRDs of a cluster.
    const crds = requests.filter((request) => request.startsWith('customresourcedefinitions'));
    expect(crds).toContain('customresourcedefinitions/quayregistries.quay.redhat.com');
    for (const request of crds) expect(request).toMatch(/^customresourcedefinitions\/./);
    expect(requests.filter((request) => request.includes(' quay-enterprise')).length).toBeLessThanOrEqual(18);
  });

  test('what is forbidden is unread, with the reason', async () => {
    const { client } = clientOf(forbidding('secrets', 'everywhere'));
    const snapshot = await readSnapshot(client, target, now, { reviewer: client });
    expect(snapshot.unread).toEqual([{ resource: 'secrets', denied: true, reason: 'secrets is forbidden' }]);
  });

  test('whoever may not read the whole cluster reads the namespace, and says so', async () => {
    const { client, requests } = clientOf(forbidding('clusterserviceversions', 'elsewhere'));
    const snapshot = await readSnapshot(client, target, now, { reviewer: client });
    expect(requests).toContain('clusterserviceversions quay-enterprise');
    expect(snapshot.unread).toEqual([
      {
        resource: 'clusterserviceversions.operators.coreos.com',
        elsewhere: true,
        denied: true,
        reason: 'clusterserviceversions is forbidden',
      },
    ]);
  });

  test('reads the namespace by one client and the cluster by another', async () => {
    const [near, far] = [clientOf(ofCluster), clientOf(ofCluster)];
    const snapshot = await readSnapshot(near.client, target, now, { reviewer: near.client, clusterFacts: far.client });
    expect(near.requests.filter((request) => !request.includes(' quay-enterprise'))).toEqual([]);
    expect(far.requests.filter((request) => request.includes(' quay-enterprise'))).toEqual([]);
    expect(far.requests.length).toBeGreaterThan(5);
    expect(snapshot.journaledUids).toEqual([]);
  });

  test('trusts no operator that the API server may not be asked about, unless told', async () => {
    const { client } = clientOf((resource, selection) => {
      if (resource.plural === 'localsubjectaccessreviews') throw new ApiError(403, 'Forbidden', 'no');
      return ofCluster(resource, selection);
    });
    const create = async (): Promise<never> => Promise.reject(new ApiError(403, 'Forbidden', 'no'));
    const reviewer = { create } as unknown as KubeClient;
    expect((await readSnapshot(client, target, now, { reviewer })).accountReviews).toMatchObject({ refused: 'no' });
    const told = await readSnapshot(client, target, now, { reviewer, unverified: 'take-as-told' });
    expect(told.accountReviews).toEqual({ asked: false, reason: 'no' });
  });

  test('a kind that may be read nowhere is said once, for the namespace', async () => {
    const { client } = clientOf((resource, selection) => {
      if (resource.plural !== 'clusterserviceversions') return ofCluster(resource, selection);
      throw new ApiError(403, 'Forbidden', `forbidden in ${selection.namespace ?? 'all namespaces'}`);
    });
    expect((await readSnapshot(client, target, now, { reviewer: client })).unread).toEqual([
      { resource: 'clusterserviceversions.operators.coreos.com', denied: true, reason: 'forbidden in quay-enterprise' },
    ]);
  });

  test('a kind without namespaces is asked for once', async () => {
    const { client, requests } = clientOf(forbidding('storageclasses', 'everywhere'));
    const { unread } = await readSnapshot(client, target, now, { reviewer: client });
    expect(unread).toEqual([
      { resource: 'storageclasses.storage.k8s.io', denied: true, reason: 'storageclasses is forbidden' },
    ]);
    expect(requests.filter((request) => request.startsWith('storageclasses'))).toHaveLength(1);
  });

  test('a kind of the namespace is asked for once', async () => {
    const { client, requests } = clientOf(forbidding('configmaps', 'everywhere'));
    await readSnapshot(client, target, now, { reviewer: client });
    expect(requests.filter((request) => request.startsWith('configmaps'))).toHaveLength(1);
  });

  test('Deployments that may be read in the namespace alone are said once, with the first reason', async () => {
    const { client } = clientOf((resource, selection) => {
      if (resource.plural !== 'deployments' || selection.namespace !== undefined) return ofCluster(resource, selection);
      throw new ApiError(403, 'Forbidden', `forbidden ${selection.labelSelector ?? selection.fieldSelector ?? ''}`);
    });
    const { unread } = await readSnapshot(client, target, now, { reviewer: client });
    expect(unread).toEqual([
      { resource: 'deployments.apps', elsewhere: true, denied: true, reason: 'forbidden olm.owner' },
    ]);
  });

  test('what is refused in the namespace and what is refused elsewhere are two gaps', async () => {
    const { client } = clientOf((resource, selection) => {
      const refused = ['deployments', 'clusterserviceversions'].includes(resource.plural);
      if (!refused) return ofCluster(resource, selection);
      if (resource.plural === 'clusterserviceversions' && selection.namespace !== undefined) return [];
      throw new ApiError(403, 'Forbidden', 'no');
    });
    const { unread } = await readSnapshot(client, target, now, { reviewer: client });
    expect(unread.filter(({ resource }) => resource === 'deployments.apps')).toEqual([
      { resource: 'deployments.apps', denied: true, reason: 'no' },
      { resource: 'deployments.apps', elsewhere: true, denied: true, reason: 'no' },
    ]);
    expect(unread).toContainEqual({
      resource: 'clusterserviceversions.operators.coreos.com',
      elsewhere: true,
      denied: true,
      reason: 'no',
    });
    expect(unread).toHaveLength(3);
  });

  test('a caller whose token is not taken is told so of each kind', async () => {
    const { client } = clientOf((resource, selection) => {
      if (resource.plural === 'services') throw new ApiError(401, 'Unauthorized', 'who are you');
      return ofCluster(resource, selection);
    });
    const { unread } = await readSnapshot(client, target, now, { reviewer: client });
    expect(unread).toEqual([{ resource: 'services', denied: true, reason: 'who are you' }]);
  });

  test('an error that is none of the API server throws, whatever it carries', async () => {
    const error = Object.assign(new Error('not an answer'), { code: 403 });
    const { client } = clientOf((resource, selection) => {
      if (resource.plural === 'services') throw error;
      return ofCluster(resource, selection);
    });
    await expect(readSnapshot(client, target, now, { reviewer: client })).rejects.toBe(error);
  });

  test('one name that may not be read does not hide the others', async () => {
    const crd = 'quayregistries.quay.redhat.com';
    const { client } = clientOf((resource, selection) => {
      if (resource.plural !== 'customresourcedefinitions') return ofCluster(resource, selection);
      return [{ apiVersion: 'apiextensions.k8s.io/v1', kind: 'CustomResourceDefinition', metadata: { name: crd } }];
    });
    const snapshot = await readSnapshot(client, target, now, { reviewer: client });
    expect(readFacts(snapshot).quayRegistryCrd?.metadata.name).toBe(crd);
  });

  test('a kind that the cluster does not have is unread', async () => {
    const { client } = clientOf((resource, selection) => {
      if (resource.plural === 'routes') throw new ApiError(404, 'NotFound', 'the server could not find it');
      return ofCluster(resource, selection);
    });
    expect((await readSnapshot(client, target, now, { reviewer: client })).unread).toEqual([
      { resource: 'routes.route.openshift.io', reason: 'this cluster does not have the kind' },
    ]);
  });

  test.each([404, 403])('a kind by which nothing is decided is no gap: %i', async (code) => {
    const { client } = clientOf((resource, selection) => {
      if (resource.plural === 'servicemonitors') throw new ApiError(code, 'Reason', 'no');
      return ofCluster(resource, selection);
    });
    expect((await readSnapshot(client, target, now, { reviewer: client })).unread).toEqual([]);
  });

  test.each([new ApiError(500, 'InternalError', 'etcd is away'), new ConnectionError('refused')])(
    'an API server in trouble throws: %s',
    async (error) => {
      const { client } = clientOf((resource, selection) => {
        if (resource.plural === 'services') throw error;
        return ofCluster(resource, selection);
      });
      await expect(readSnapshot(client, target, now, { reviewer: client })).rejects.toBe(error);
    },
  );
});

describe('where operators are looked for', () => {
  const deploymentsRead = async (operators: OperatorPlaces): Promise<readonly string[]> => {
    const { client, requests } = clientOf(ofCluster);
    await readSnapshot(client, target, now, { reviewer: client, operators });
    return requests.filter((request) => request.startsWith('deployments'));
  };

  test('everywhere, by who installs them and what manifests call them', async () => {
    expect(await deploymentsRead({ everywhere: true, namespaces: ['hand-made'] })).toEqual([
      'deployments quay-enterprise',
      'deployments * olm.owner',
      'deployments * olm.operatorframework.io/owner-kind',
      'deployments * metadata.name=quay-operator',
      'deployments * metadata.name=quay-operator-tng',
      'deployments hand-made',
    ]);
  });

  test('in the namespaces that were given, all Deployments', async () => {
    expect(await deploymentsRead({ everywhere: false, namespaces: ['openshift-operators'] })).toEqual([
      'deployments quay-enterprise',
      'deployments openshift-operators',
    ]);
    const { client } = clientOf(ofCluster);
    const operators = { everywhere: false, namespaces: ['openshift-operators'] };
    expect((await readSnapshot(client, target, now, { reviewer: client, operators })).unread).toEqual([]);
  });

  test('nowhere else, and says which setting would change that', async () => {
    const { client } = clientOf(ofCluster);
    const { unread } = await readSnapshot(client, target, now, {
      reviewer: client,
      operators: { everywhere: false, namespaces: [] },
    });
    expect(unread).toMatchObject([{ resource: 'deployments.apps', elsewhere: true }]);
    expect(unread[0]?.reason).toContain('operatorNamespaces');
  });
});
