import { beforeAll, describe, expect, it } from 'vitest';
import type { KubernetesObject } from '../../src/k8s/object.ts';
import { type Resource, configMaps, quayEcosystems, quayRegistries, routes } from '../../src/k8s/resource.ts';
import type { ApiClient } from '../../src/service/kube/api-client.ts';
import { testCluster } from '../checks/cluster-context.ts';

let admin: ApiClient;
let namespace: string;

beforeAll(async () => {
  admin = testCluster().client('admin');
  namespace = await testCluster().createNamespace('kinds');
});

/** The message of the API server's refusal, or `accepted`. */
async function tryOut(resource: Resource, spec: unknown): Promise<string> {
  const object = {
    apiVersion: `${resource.group}/${resource.version}`,
    kind: resource.kind,
    metadata: { name: 'tried', ...(resource.namespaced && { namespace }) },
    spec,
  };
  try {
    await admin.create(resource, object, { dryRun: true });
    return 'accepted';
  } catch (error) {
    return `${(error as { code?: number }).code ?? 0} ${(error as Error).message}`;
  }
}

const quay = { kind: 'quay', managed: true };

describe('QuayRegistry of quay-operator 3.17', () => {
  const cases: [string, unknown, RegExp][] = [
    ['all that is given', [quay, { kind: 'postgres', managed: true, overrides: { volumeSize: '80Gi' } }], /^accepted/],
    ['no components', undefined, /^accepted/],
    ['a kind twice', [quay, quay], /^accepted/],
    ['replicas of null', [{ ...quay, overrides: { replicas: null } }], /^accepted/],
    ['an unknown kind', [{ kind: 'wobble', managed: true }], /^422 .*Unsupported value: "wobble"/],
    ['no managed', [{ kind: 'quay' }], /^422 .*managed: Required value/],
    ['a volumeSize that is no quantity', [{ ...quay, overrides: { volumeSize: 'lots' } }], /^422 .*volumeSize/],
    ['negative replicas', [{ ...quay, overrides: { replicas: -1 } }], /^422 .*greater than or equal to 0/],
    [
      'overrides of what is unmanaged',
      [{ kind: 'mirror', managed: false, overrides: { replicas: 1 } }],
      /^422 .*cannot set overrides on unmanaged component/,
    ],
    [
      'even empty ones',
      [{ kind: 'mirror', managed: false, overrides: {} }],
      /^422 .*cannot set overrides on unmanaged component/,
    ],
  ];
  it.each(cases)('%s', async (_name, components, answer) => {
    expect(await tryOut(quayRegistries, { components })).toMatch(answer);
  });

  it('drops what it does not know', async () => {
    const spec = { components: [{ ...quay, overrides: { replicas: 1, tolerations: [] } }], unknown: true };
    const stored = await admin.create(
      quayRegistries,
      {
        apiVersion: 'quay.redhat.com/v1',
        kind: 'QuayRegistry',
        metadata: { name: 'pruned', namespace },
        spec,
      } as never,
      { dryRun: true },
    );
    expect(stored.spec).toEqual({ components: [{ ...quay, overrides: { replicas: 1 } }] });
  });
});

describe('QuayEcosystem', () => {
  const cases: [string, unknown, RegExp][] = [
    ['nothing', undefined, /^accepted/],
    ['parts without content', { quay: {}, redis: {} }, /^accepted/],
    ['TLS without termination', { quay: { externalAccess: { tls: {} } } }, /^422 .*termination: Required value/],
    ['any termination', { quay: { externalAccess: { tls: { termination: 'odd' } } } }, /^accepted/],
    ['an access that is none', { quay: { externalAccess: { type: 'Tunnel' } } }, /^422 .*Unsupported value: "Tunnel"/],
    ['a backend without a name', { quay: { registryBackends: [{ s3: {} }] } }, /^422 .*name: Required value/],
    ['a text for a number', { quay: { replicas: 'two' } }, /^422 .*replicas/],
  ];
  it.each(cases)('%s', async (_name, spec, answer) => {
    expect(await tryOut(quayEcosystems, spec)).toMatch(answer);
  });

  it('can hold what an older CRD let in, and labels and status can still be written', async () => {
    const unchecked = { ...quayEcosystems, version: 'unchecked' };
    const spec = { quay: { registryBackends: 'text', externalAccess: { tls: {} } }, redis: 7 };
    const metadata = { name: 'older', namespace };
    const object = { apiVersion: 'redhatcop.redhat.io/unchecked', kind: 'QuayEcosystem', metadata, spec };
    await admin.create(unchecked, object as never);
    expect((await admin.get(quayEcosystems, 'older', namespace))?.spec).toEqual(spec);
    const labels = { 'quay-operator/migrate': 'true' };
    const conditions = [{ type: 'QuayMigration', status: 'False', reason: 'Blocked' }];
    await admin.patch(quayEcosystems, metadata, { type: 'merge', body: { metadata: { labels } } });
    const body = { status: { conditions } };
    const after = await admin.patch(quayEcosystems, metadata, { type: 'merge', body }, { subresource: 'status' });
    expect(after.metadata.labels).toEqual(labels);
    expect(after.status?.conditions).toEqual(conditions);
    expect(after.spec).toEqual(spec);
  });

  it('takes its dependents along when it is deleted', async () => {
    const metadata = { name: 'owner', namespace };
    const owner = await admin.create(quayEcosystems, {
      apiVersion: 'redhatcop.redhat.io/v1alpha1',
      kind: 'QuayEcosystem',
      metadata,
    });
    const reference = { apiVersion: owner.apiVersion, kind: owner.kind, name: 'owner', uid: owner.metadata.uid ?? '' };
    const owned: KubernetesObject = {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'owned', namespace, ownerReferences: [reference] },
    };
    await admin.create(configMaps, owned);
    await admin.delete(quayEcosystems, metadata);
    await expect.poll(() => admin.get(configMaps, 'owned', namespace), { timeout: 10_000 }).toBeUndefined();
  });
});

describe('Route', () => {
  const to = { name: 'prod-quay' };
  const cases: [string, unknown, RegExp][] = [
    ['a target', { to }, /^accepted/],
    ['no target', { host: 'quay.example.com' }, /^422 .*to: Required value/],
    ['a termination that is none', { to, tls: { termination: 'none' } }, /^422 .*Unsupported value: "none"/],
    ['passthrough with a certificate', { to, tls: { termination: 'passthrough', certificate: 'PEM' } }, /^422 /],
    [
      'passthrough below a path',
      { to, path: '/v2', tls: { termination: 'passthrough' } },
      /^422 .*do(es)? not support/,
    ],
  ];
  it.each(cases)('%s', async (_name, spec, answer) => {
    expect(await tryOut(routes, spec)).toMatch(answer);
  });

  it('asks for routes/custom-host before a host is given or changed', async () => {
    const object = (name: string, host?: string) => ({
      apiVersion: 'route.openshift.io/v1',
      kind: 'Route',
      metadata: { name, namespace },
      spec: { to, ...(host !== undefined && { host }) },
    });
    const rules = [{ apiGroups: ['route.openshift.io'], resources: ['routes'], verbs: ['create', 'update', 'patch'] }];
    await grant('nobody', rules);
    const nobody = testCluster().client('nobody');
    await expect.poll(() => nobody.create(routes, object('plain')).then(() => 'made', String)).toBe('made');
    await expect(nobody.create(routes, object('named', 'quay.example.com'))).rejects.toMatchObject({ code: 403 });
    await admin.create(routes, object('named', 'quay.example.com'));
    const change = (host: string) => ({ type: 'merge' as const, body: { spec: { host } } });
    const target = { name: 'named', namespace };
    await expect(nobody.patch(routes, target, change('other.example.com'))).rejects.toThrow(/custom-host/);
    await nobody.patch(routes, target, { type: 'merge', body: { spec: { to: { name: 'other' } } } });
    await testCluster().client('namespace-admin').patch(routes, target, change('other.example.com'));
  });
});

async function grant(user: string, rules: unknown): Promise<void> {
  const base = `/apis/rbac.authorization.k8s.io/v1/namespaces/${namespace}`;
  const apiVersion = 'rbac.authorization.k8s.io/v1';
  const metadata = { name: `test-${user}`, namespace };
  await admin.request('POST', `${base}/roles`, { apiVersion, kind: 'Role', metadata, rules });
  await admin.request('POST', `${base}/rolebindings`, {
    apiVersion,
    kind: 'RoleBinding',
    metadata,
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: metadata.name },
    subjects: [{ apiGroup: 'rbac.authorization.k8s.io', kind: 'User', name: user }],
  });
}
