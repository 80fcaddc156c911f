import { afterEach, describe, expect, it } from 'vitest';
import type { Deployment } from '../../src/k8s/deployment.ts';
import type { QuayRegistry } from '../../src/k8s/quayregistry.ts';
import { configMaps } from '../../src/k8s/resource.ts';
import { testCluster } from '../checks/cluster-context.ts';
import { clusterExtras } from '../cluster/cluster-extras.ts';
import { versions } from '../operator/version-facts.ts';
import { headOf } from '../quay/migrate/chain.ts';
import { Journey, type ServedRepositories } from './journey.ts';

const { operatorVersion } = testCluster();
const { quayVersion } = versions[operatorVersion];

let journey: Journey;
let before: ServedRepositories;

async function begin(): Promise<void> {
  journey = await Journey.begin({ sample: 'a', rows: 1000 });
  before = await journey.untilServes('legacy');
}

afterEach(async () => {
  await journey.end();
});

async function deployment(name: string): Promise<Deployment> {
  return JSON.parse(await journey.kubectl('get', 'deployment', name, '-o', 'json')) as Deployment;
}

/** What the operator and the cluster do of their own, which must be in nobody's way. */
async function expectExtras(): Promise<void> {
  const extras = clusterExtras();
  const objects = await journey.kubectl('get', 'deployments,routes', '-o', 'name');
  expect(objects.includes('quay-config-editor')).toBe(versions[operatorVersion].configEditor);
  const registry = JSON.parse(await journey.kubectl('get', 'quayregistry', journey.name, '-o', 'json')) as QuayRegistry;
  const managed = registry.spec?.components?.find(({ kind }) => kind === 'monitoring')?.managed;
  expect(managed).toBe(extras.monitoring);
  if (extras.monitoring) {
    const found = await journey.kubectlAs('admin', 'get', 'servicemonitors,prometheusrules', '-o', 'name');
    expect(found.trim().split('\n')).toHaveLength(2);
  }
  if (!extras.autoscaler) return;
  const replicas = async () => (await deployment(`${journey.name}-quay-app`)).spec?.replicas;
  await expect.poll(replicas, { timeout: 60_000 }).toBe(2);
}

/** Asks for the migration, which must end before the freeze: what it said, with the old registry as it was. */
async function refusedBeforeTheFreeze(): Promise<string> {
  const served = await deployment(`${journey.name}-quay`);
  await journey.label();
  const { message = '' } = await journey.untilReason('RolledBack');
  expect(message).toContain('in step prepare');
  const { steps } = await journey.lastJournal();
  expect(steps.freeze).toBeUndefined();
  expect((await deployment(`${journey.name}-quay`)).metadata.generation).toBe(served.metadata.generation);
  expect((await journey.untilServes('legacy')).repositories).toEqual(before.repositories);
  expect(await journey.kubectl('get', 'quayregistry', '-o', 'name')).toBe('');
  return message;
}

/** Follows the remedy: reads the log of the Job that it names. */
function logNamedIn(message: string): Promise<string> {
  const [, job = '', namespace = ''] = /oc logs (job\/\S+) -n ([^\s.]+)/.exec(message) ?? [];
  expect(namespace).toBe(journey.namespace);
  return journey.kubectlAs('admin', 'logs', job);
}

describe(`to Quay ${quayVersion}`, () => {
  it('the old registry’s Redis carries the schema upgrade, and the new registry is available', async () => {
    await begin();
    await journey.label();
    await journey.untilReason('Migrated');
    const served = await journey.untilServes('current');
    expect(served).toMatchObject({ alembic: headOf(operatorVersion), repositories: before.repositories });
    const { steps } = await journey.lastJournal();
    expect(steps.prepare?.message).toContain('Quay starts with its new configuration');
    const jobs = await journey.kubectl('get', 'jobs', '-o', 'name');
    expect(jobs).not.toContain('-qm-');
    await expectExtras();
    await journey.kubectl('delete', 'quayregistry', journey.name);
    await journey.untilReason('RolledBack');
    expect((await journey.untilServes('legacy')).repositories).toEqual(before.repositories);
    const left = await journey.kubectl('get', 'deployments', '-o', 'name');
    expect(left).not.toMatch(/quay-app|clair-app|quay-config-editor/);
  });

  it('a Redis that is not there is found before the freeze', async () => {
    await begin();
    await journey.kubectl('scale', 'deployment', `${journey.name}-redis`, '--replicas=0');
    await expect
      .poll(async () => (await deployment(`${journey.name}-redis`)).status?.replicas ?? 0, { timeout: 30_000 })
      .toBe(0);
    const message = await refusedBeforeTheFreeze();
    expect(message).toMatch(/redis/i);
    expect(await logNamedIn(message)).toMatch(/redis/i);
  });

  it('a Quay that cannot be imported is found before the freeze, and its words stay in its log', async () => {
    await begin();
    const metadata = { name: 'dev-faults', namespace: journey.namespace };
    const data = { import: 'ModuleNotFoundError: pa55word' };
    await testCluster().client('admin').create(configMaps, { apiVersion: 'v1', kind: 'ConfigMap', metadata, data });
    const message = await refusedBeforeTheFreeze();
    expect(message).toContain(`Quay ${quayVersion} fails before its schema upgrade`);
    expect(message).toContain('ModuleNotFoundError');
    expect(JSON.stringify(await journey.ecosystem())).not.toContain('pa55word');
    expect(await logNamedIn(message)).toContain('pa55word');
  });
});
