import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { registryFinalizer } from '../../src/domain/migration-names.ts';
import * as kinds from '../../src/k8s/resource.ts';
import { disablePlugin, enablePlugin } from '../../src/service/installation/console-plugins.ts';
import { testCluster } from '../checks/cluster-context.ts';
import { installChart, uninstallChart } from '../image/install-chart.ts';
import { Journey } from './journey.ts';

const name = 'quay-migration-plugin';
const neighbour = `neighbour-${process.pid}`;
const values = { console: { enabled: true }, forceUninstall: false };

/** The chart's whole life on a cluster with a console, with a migration in it. The tests build on each other. */
describe('the chart, from the first install to the last trace', () => {
  const cluster = testCluster();
  const admin = cluster.client('admin');
  let journey: Journey;
  let notes = '';

  beforeAll(async () => {
    journey = await Journey.begin({ sample: 'a', rows: 1000, service: false });
    [notes] = await Promise.all([journey.installService(values), enablePlugin(admin, neighbour)]);
  });

  afterAll(async () => {
    // After a test that failed it may be refused.
    await journey.end().catch(async () => {
      await journey.installService({ console: { enabled: true } });
      await journey.end();
    });
    await disablePlugin(admin, neighbour);
  });

  async function listed(): Promise<readonly string[]> {
    const plugins = (await admin.get(kinds.consoles, 'cluster'))?.spec?.plugins ?? [];
    return plugins.filter((plugin) => plugin === name || plugin === neighbour).sort();
  }

  it('registers and lists the plugin, beside one that came at the same time', async () => {
    expect((await admin.get(kinds.consolePlugins, name))?.spec.backend.service).toEqual({
      name,
      namespace: journey.serviceNamespace,
      port: 8443,
      basePath: '/plugin/',
    });
    expect(await listed()).toEqual([neighbour, name]);
    expect(notes.indexOf('Migrate to QuayRegistry')).toBeLessThan(notes.indexOf('oc -n'));
  });

  it('passes its own test, which leaves nothing', async () => {
    expect(await journey.testService()).toMatch(/Phase: +Succeeded/);
    expect(await leftOf('hook')).toEqual([]);
  });

  it('has the plugin once after an upgrade, also where somebody disabled it', async () => {
    await journey.installService({ ...values, logLevel: 'debug' });
    expect(await listed()).toEqual([neighbour, name]);
    await disablePlugin(admin, name);
    await journey.installService(values);
    expect(await listed()).toEqual([neighbour, name]);
  });

  it('stays listed when another release goes that was never in the console', async () => {
    const namespace = await cluster.createNamespace('another');
    const { helm } = cluster.tools;
    const another = { helm, kubeconfig: cluster.kubeconfig('admin'), namespace, release: 'another' };
    const quiet = { replicas: 0, console: { enabled: false }, watchNamespaces: [namespace] };
    await installChart({ ...another, values: quiet });
    await uninstallChart(another);
    expect(await listed()).toEqual([neighbour, name]);
  });

  it('is not uninstalled while a migration runs, and says which', async () => {
    await journey.label();
    await expect.poll(async () => (await journey.journals()).at(-1)?.phase, { timeout: 60_000 }).toBe('running');
    await expect(journey.end()).rejects.toThrow(`${journey.namespace}/${journey.name}: attempt 1 is running`);
    expect(await listed()).toEqual([neighbour, name]);
    expect((await admin.get(kinds.deployments, name, journey.serviceNamespace))?.status?.readyReplicas).toBe(1);
    await journey.untilReason('Migrated');
  });

  it('leaves nothing of its own when it goes, but what a new installation has to find', async () => {
    await journey.end();
    expect(await listed()).toEqual([neighbour]);
    expect(await admin.get(kinds.consolePlugins, name)).toBeUndefined();
    expect(await leftOf('hook')).toEqual([]);
    // helm waits for the Deployment, not for its pod.
    await expect.poll(() => leftOf('service'), { timeout: 60_000 }).toEqual([`ConfigMap ${name}-installation`]);
    expect(await journey.journals()).toHaveLength(1);
  });

  it('holds nobody up after that: the QuayRegistry can be deleted', async () => {
    const registry = await admin.get(kinds.quayRegistries, journey.name, journey.namespace);
    expect(registry).toBeDefined();
    expect(registry?.metadata.finalizers ?? []).not.toContain(registryFinalizer);
    expect((await journey.ecosystem()).metadata.finalizers ?? []).toEqual([]);
    await journey.kubectl('delete', 'quayregistry', journey.name, '--timeout=120s');
    expect(await admin.get(kinds.quayRegistries, journey.name, journey.namespace)).toBeUndefined();
  });

  /** What there still is of the release: of its hooks, or of all the rest. */
  async function leftOf(part: 'hook' | 'service'): Promise<readonly string[]> {
    const component = 'app.kubernetes.io/component';
    const labelSelector = `app.kubernetes.io/instance=${name},${component}${part === 'hook' ? '=' : '!='}hook`;
    const places = [journey.namespace, journey.serviceNamespace];
    const found = await Promise.all([
      ...namespaced.flatMap((kind) => places.map((namespace) => admin.list(kind, { namespace, labelSelector }))),
      ...clusterWide.map((kind) => admin.list(kind, { labelSelector })),
    ]);
    return found
      .flat()
      .filter(({ metadata }) => metadata.namespace !== undefined || metadata.name.startsWith(journey.serviceNamespace))
      .map(({ kind, metadata }) => `${kind} ${metadata.name}`);
  }
});

const namespaced: readonly kinds.Resource[] = [
  ...[kinds.deployments, kinds.jobs, kinds.pods, kinds.services, kinds.serviceAccounts],
  ...[kinds.configMaps, kinds.roles, kinds.roleBindings],
];
const clusterWide: readonly kinds.Resource[] = [kinds.clusterRoles, kinds.clusterRoleBindings];
