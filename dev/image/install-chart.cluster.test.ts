import { KubeConfig } from '@kubernetes/client-node';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readFacts } from '../../src/domain/ecosystem/read-facts.ts';
import type { KubernetesObject } from '../../src/k8s/object.ts';
import * as kinds from '../../src/k8s/resource.ts';
import { ApiClient } from '../../src/service/kube/api-client.ts';
import type { KubeClient } from '../../src/service/kube/client.ts';
import { readSnapshot } from '../../src/service/kube/snapshot/read-snapshot.ts';
import { journalOf } from '../../src/service/engine/journal/journal.fixture.ts';
import { JournalStore } from '../../src/service/engine/journal/journal-store.ts';
import { testCluster } from '../checks/cluster-context.ts';
import { operatorNamespace } from '../cluster/operator-objects.ts';
import { installChart, uninstallChart } from './install-chart.ts';

const cluster = testCluster();
const admin = cluster.client('admin');
/** Another test file has the one ConsolePlugin of the cluster. */
const console = { enabled: false };
const installation = 'quay-migration-plugin-installation';

describe('the chart in a cluster', () => {
  let home = '';
  let watched = '';
  let other = '';
  let notes = '';
  let service: ApiClient;

  beforeAll(async () => {
    home = await cluster.createNamespace('chart');
    watched = await cluster.createNamespace('watched');
    other = await cluster.createNamespace('other');
    const values = { replicas: 0, console, watchNamespaces: [watched], operatorNamespaces: [operatorNamespace] };
    notes = await installChart({ ...release(), values });
    service = await clientOfService();
  });

  afterAll(async () => {
    await service.close();
  });

  function release() {
    return {
      helm: cluster.tools.helm,
      kubeconfig: cluster.kubeconfig('admin'),
      namespace: home,
      release: 'quay-migration-plugin',
    };
  }

  /** A client with a token of the ServiceAccount that the chart brought. */
  async function clientOfService(): Promise<ApiClient> {
    const path = `/api/v1/namespaces/${home}/serviceaccounts/quay-migration-plugin/token`;
    const answer = await admin.request('POST', path, {
      apiVersion: 'authentication.k8s.io/v1',
      kind: 'TokenRequest',
      spec: {},
    });
    const { status } = answer as { readonly status: { readonly token: string } };
    const config = new KubeConfig();
    config.loadFromClusterAndUser(
      { name: 'development', server: cluster.server, caFile: cluster.caFile, skipTLSVerify: false },
      { name: 'service', token: status.token },
    );
    return new ApiClient(config);
  }

  test('its notes say what to type next', () => {
    expect(notes).toContain(`migrates QuayEcosystems in ${watched}`);
    expect(notes).toContain('quay-migration plan -n NAMESPACE NAME');
    expect(notes).toContain('label quayecosystem NAME quay-operator/migrate=true');
    expect(notes).toContain('get quayecosystem NAME -w');
  });

  test('its ServiceAccount reads all that the facts of an ecosystem need', async () => {
    const operators = { everywhere: false, namespaces: [operatorNamespace] };
    const snapshot = await readSnapshot(service, { namespace: watched, name: 'prod' }, new Date(), {
      reviewer: service,
      operators,
    });
    expect(snapshot.unread).toEqual([]);
    expect(snapshot.accountReviews).toMatchObject({ asked: true, answers: [{ allowed: true }] });
    expect(readFacts(snapshot).operator).toMatchObject({ namespace: operatorNamespace, notVouched: '' });
  });

  test.each([
    [
      'secrets of a namespace that it was not given',
      (client: KubeClient) => client.list(kinds.secrets, { namespace: other }),
    ],
    ['QuayEcosystems everywhere', (client: KubeClient) => client.list(kinds.quayEcosystems)],
    [
      'Secrets where operators run',
      (client: KubeClient) => client.list(kinds.secrets, { namespace: operatorNamespace }),
    ],
    ['Deployments everywhere', (client: KubeClient) => client.list(kinds.deployments)],
    [
      'ConfigMaps of a namespace that it was not given',
      (client: KubeClient) => client.list(kinds.configMaps, { namespace: other }),
    ],
    [
      'Secrets of the namespaces that the cluster runs in',
      (client: KubeClient) => client.list(kinds.secrets, { namespace: 'kube-system' }),
    ],
    ['nodes', (client: KubeClient) => client.list(kinds.nodes)],
  ])('it may not read %s', async (_, read) => {
    await expect(read(service)).rejects.toThrow(/forbidden/);
  });

  test('it may give nobody a right, nor take the token of a ServiceAccount', async () => {
    const metadata = { name: 'escape', namespace: watched };
    const rules = [{ apiGroups: [''], resources: ['configmaps'], verbs: ['get'] }];
    const role: KubernetesObject & { rules: unknown } = {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'Role',
      metadata,
      rules,
    };
    await expect(service.create(kinds.roles, role)).rejects.toThrow(/forbidden/);
    const binding: KubernetesObject & { roleRef: unknown } = {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'RoleBinding',
      metadata,
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'edit' },
    };
    await expect(service.create(kinds.roleBindings, binding)).rejects.toThrow(/forbidden/);
    const path = `/api/v1/namespaces/${watched}/serviceaccounts/default/token`;
    await expect(service.request('POST', path, { spec: {} })).rejects.toThrow(/forbidden/);
  });

  test('an upgrade keeps what the service wrote into its ConfigMap', async () => {
    const body = { data: { labelsRecorded: 'true' } };
    await service.patch(kinds.configMaps, { namespace: home, name: installation }, { type: 'merge', body });
    await installChart({
      ...release(),
      values: { replicas: 0, console, watchNamespaces: [watched, other], logLevel: 'debug' },
    });
    expect(await service.get(kinds.configMaps, installation, home)).toMatchObject(body);
    expect(await service.list(kinds.secrets, { namespace: other })).toBeInstanceOf(Array);
  });

  test('a wrong value is refused with its name', async () => {
    await expect(installChart({ ...release(), values: { replicas: 'two' } })).rejects.toThrow(/replicas/);
  });

  test('one that serves all namespaces is uninstalled with one ClusterRole, and keeps off the migrations of others', async () => {
    const elsewhere = { ...release(), namespace: await cluster.createNamespace('chart-all') };
    const ecosystem = { namespace: other, name: 'theirs', uid: 'other-uid' };
    // Other tests have QuayRegistries that are on their way out.
    await installChart({ ...elsewhere, values: { replicas: 0, console, forceUninstall: true } });
    const journals = new JournalStore(admin, elsewhere.namespace).of(ecosystem);
    const { journal } = await journals.create(journalOf({ ecosystem, installation: 'another' }));
    await uninstallChart(elsewhere);
    expect((await journals.list()).map((stored) => stored.journal)).toEqual([journal]);
    // Its finalizer would hold up the namespace.
    for (const stored of await journals.list()) await journals.remove(stored);
    expect(await admin.get(kinds.serviceAccounts, 'quay-migration-plugin', elsewhere.namespace)).toBeUndefined();
  });

  test('after uninstalling only what journals name is left; doing it again is no error', async () => {
    await uninstallChart(release());
    await uninstallChart(release());
    const labelSelector = 'app.kubernetes.io/instance=quay-migration-plugin';
    const left = async (resource: kinds.Resource, namespace?: string) => {
      const objects = await admin.list(resource, { labelSelector, ...(namespace !== undefined && { namespace }) });
      return objects.filter(({ metadata }) => metadata.namespace !== undefined || metadata.name.startsWith(home));
    };
    const namespaced = [kinds.deployments, kinds.services, kinds.serviceAccounts, kinds.roles, kinds.roleBindings];
    for (const resource of namespaced) {
      expect(await left(resource, home), resource.plural).toEqual([]);
      expect(await left(resource, watched), resource.plural).toEqual([]);
    }
    const kept = (await left(kinds.configMaps, home)).map(({ metadata }) => metadata.name);
    expect(kept).toEqual(['quay-migration-plugin-installation']);
    for (const resource of [kinds.clusterRoles, kinds.clusterRoleBindings]) expect(await left(resource)).toEqual([]);
  });
});
