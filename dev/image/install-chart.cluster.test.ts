import { KubeConfig } from '@kubernetes/client-node';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { KubernetesObject } from '../../src/k8s/object.ts';
import * as kinds from '../../src/k8s/resource.ts';
import { ApiClient } from '../../src/service/kube/api-client.ts';
import type { KubeClient } from '../../src/service/kube/client.ts';
import { readSnapshot } from '../../src/service/kube/read-snapshot.ts';
import { journalOf } from '../../src/service/engine/journal.fixture.ts';
import { createJournal } from '../../src/service/engine/journal-store.ts';
import { testCluster } from '../checks/cluster-context.ts';
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
    notes = await installChart({ ...release(), values: { replicas: 0, console, watchNamespaces: [watched] } });
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
    const snapshot = await readSnapshot(service, { namespace: watched, name: 'prod' }, new Date());
    const refused = snapshot.unread.filter(({ reason }) => reason.includes('forbidden'));
    expect(refused.map(({ resource, elsewhere }) => ({ resource, elsewhere }))).toEqual([
      { resource: 'deployments.apps', elsewhere: true },
    ]);
  });

  test.each([
    [
      'secrets of a namespace that it was not given',
      (client: KubeClient) => client.list(kinds.secrets, { namespace: other }),
    ],
    ['QuayEcosystems everywhere', (client: KubeClient) => client.list(kinds.quayEcosystems)],
    [
      'ConfigMaps of a namespace that it was not given',
      (client: KubeClient) => client.list(kinds.configMaps, { namespace: other }),
    ],
    ['nodes', (client: KubeClient) => client.list(kinds.nodes)],
  ])('it may not read %s', async (_, read) => {
    await expect(read(service)).rejects.toThrow(/forbidden/);
  });

  test('it may give its worker a Role for the one ConfigMap, and none for more', async () => {
    const role = (resources: readonly string[]): KubernetesObject & { readonly rules: unknown } => ({
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'Role',
      metadata: { name: `worker-${resources.join('-')}`.replace('/', '-'), namespace: watched },
      rules: [{ apiGroups: [''], resources, verbs: ['get', 'patch'] }],
    });
    await service.create(kinds.roles, role(['configmaps']));
    await expect(service.create(kinds.roles, role(['nodes']))).rejects.toThrow(/extra privileges|forbidden/);
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
    await createJournal(admin, journalOf({ ecosystem, installation: 'another' }));
    // Other tests' journals may be torn on purpose.
    await installChart({ ...elsewhere, values: { replicas: 0, console, forceUninstall: true } });
    await uninstallChart(elsewhere);
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
