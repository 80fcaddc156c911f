import { KubeConfig } from '@kubernetes/client-node';
import { stat } from 'node:fs/promises';
import { beforeAll, describe, expect, it } from 'vitest';
import { configMaps, persistentVolumeClaims, pods, quayRegistries, secrets } from '../../src/k8s/resource.ts';
import type { KubernetesObject } from '../../src/k8s/object.ts';
import { ApiClient } from '../../src/service/kube/api-client.ts';
import { testCluster } from '../checks/cluster-context.ts';
import { type UserName, userNames } from './users.ts';

let namespace: string;

beforeAll(async () => {
  namespace = await testCluster().createNamespace('access');
});

interface Question {
  readonly verb: string;
  readonly group: string;
  readonly resource: string;
  readonly subresource?: string;
  readonly namespace?: string;
}

async function may(user: UserName, resourceAttributes: Question): Promise<boolean> {
  const review = await testCluster()
    .client(user)
    .request('POST', '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews', {
      apiVersion: 'authorization.k8s.io/v1',
      kind: 'SelfSubjectAccessReview',
      spec: { resourceAttributes },
    });
  return (review as { status: { allowed: boolean } }).status.allowed;
}

/** Each user and whether it may, in the namespace that all were granted and in another one. */
describe('who may do what', () => {
  const patchEcosystem = { verb: 'patch', group: 'redhatcop.redhat.io', resource: 'quayecosystems' };
  const getRegistry = { verb: 'get', group: 'quay.redhat.com', resource: 'quayregistries' };
  const customHost = { verb: 'update', group: 'route.openshift.io', resource: 'routes', subresource: 'custom-host' };
  const getSecret = { verb: 'get', group: '', resource: 'secrets' };
  const getPod = { verb: 'get', group: '', resource: 'pods' };
  const exec = { verb: 'create', group: '', resource: 'pods', subresource: 'exec' };
  const createLease = { verb: 'create', group: 'coordination.k8s.io', resource: 'leases' };
  const table: [UserName, Question, { here: boolean; there: boolean }][] = [
    ['admin', getSecret, { here: true, there: true }],
    ['node', getSecret, { here: true, there: true }],
    ['operator', getSecret, { here: true, there: true }],
    ['operator', getRegistry, { here: true, there: true }],
    ['operator', customHost, { here: true, there: true }],
    ['operator', patchEcosystem, { here: false, there: false }],
    ['operator', exec, { here: false, there: false }],
    ['operator', createLease, { here: false, there: false }],
    ['namespace-admin', patchEcosystem, { here: true, there: false }],
    ['namespace-admin', getRegistry, { here: true, there: false }],
    ['namespace-admin', customHost, { here: true, there: false }],
    ['namespace-admin', getSecret, { here: true, there: false }],
    ['viewer', getRegistry, { here: true, there: false }],
    ['viewer', getPod, { here: true, there: false }],
    ['viewer', patchEcosystem, { here: false, there: false }],
    ['viewer', getSecret, { here: false, there: false }],
    ['nobody', getPod, { here: false, there: false }],
    ['nobody', getRegistry, { here: false, there: false }],
  ];
  it.each(table)('%s: %o', async (user, question, { here, there }) => {
    expect(await may(user, { ...question, namespace })).toBe(here);
    expect(await may(user, { ...question, namespace: 'kube-system' })).toBe(there);
  });

  it('refuses with 403 who is known and with 401 who is not', async () => {
    await expect(testCluster().client('nobody').list(secrets, { namespace })).rejects.toMatchObject({ code: 403 });
    const config = new KubeConfig();
    config.loadFromFile(testCluster().kubeconfig('nobody'));
    const [user] = config.users;
    config.users = [{ name: user?.name ?? '', token: 'made-up' }];
    const stranger = new ApiClient(config);
    await expect(stranger.list(secrets, { namespace })).rejects.toMatchObject({ code: 401 });
    await stranger.close();
  });

  it.each(userNames)("keeps %s's kubeconfig from other users of the machine", async (user) => {
    const { mode } = await stat(testCluster().kubeconfig(user));
    expect(mode & 0o077).toBe(0);
  });
});

describe('admission', () => {
  it('asks for rights on the owner before an owner reference blocks its deletion, as OpenShift does', async () => {
    const admin = testCluster().client('admin');
    const { metadata } = await admin.create(quayRegistries, {
      apiVersion: 'quay.redhat.com/v1',
      kind: 'QuayRegistry',
      metadata: { name: 'owner', namespace },
    });
    const owned = (name: string, blockOwnerDeletion: boolean): KubernetesObject => ({
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: {
        name,
        namespace,
        ownerReferences: [
          {
            apiVersion: 'quay.redhat.com/v1',
            kind: 'QuayRegistry',
            name: 'owner',
            uid: metadata.uid ?? '',
            blockOwnerDeletion,
          },
        ],
      },
    });
    const operator = testCluster().client('operator');
    await operator.create(configMaps, owned('does-not-block', false));
    await expect(operator.create(configMaps, owned('blocks', true))).rejects.toMatchObject({ code: 403 });
  });

  it('applies Pod Security as the namespace says', async () => {
    const restricted = await testCluster().createNamespace('restricted');
    const admin = testCluster().client('admin');
    const label = { metadata: { labels: { 'pod-security.kubernetes.io/enforce': 'restricted' } } };
    await admin.patch(
      { group: '', version: 'v1', kind: 'Namespace', plural: 'namespaces', namespaced: false },
      { name: restricted },
      { type: 'merge', body: label },
    );
    const pod = {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'root', namespace: restricted },
      spec: { containers: [{ name: 'main', image: 'example.com/anything' }] },
    };
    await expect(admin.create(pods, pod, { dryRun: true })).rejects.toThrow(/violates PodSecurity "restricted/);
  });

  it('protects volumes in use, and gives every namespace its ServiceAccount and CA', async () => {
    const admin = testCluster().client('admin');
    const claim = {
      apiVersion: 'v1',
      kind: 'PersistentVolumeClaim',
      metadata: { name: 'data', namespace },
      spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } },
    };
    const made = await admin.create(persistentVolumeClaims, claim);
    expect(made.metadata.finalizers).toContain('kubernetes.io/pvc-protection');
    await expect.poll(() => admin.get(configMaps, 'kube-root-ca.crt', namespace)).toBeDefined();
  });
});
