import { beforeEach, describe, expect, test } from 'vitest';
import { migrationLabels, registryFinalizer } from '../../domain/migration-names.ts';
import type { QuayRegistry } from '../../k8s/quayregistry.ts';
import { configMaps, quayEcosystems, quayRegistries, secrets } from '../../k8s/resource.ts';
import { testCluster } from '../../../dev/checks/cluster-context.ts';
import { journalOf } from '../engine/journal/journal.fixture.ts';
import { installationAnnotation } from '../../contract/annotations.ts';
import { journalName, journalType } from '../engine/journal/journal-names.ts';
import { JournalStore } from '../engine/journal/journal-store.ts';
import type { Journal } from '../engine/journal/journal.ts';
import { prepareUninstall } from './uninstall.ts';

const cluster = testCluster();
const admin = cluster.client('admin');
const other = 'example.com/of-somebody-else';

let namespace = '';
/** Where the service runs. */
let home = '';
let installation = '';

beforeEach(async () => {
  namespace = await cluster.createNamespace('uninstall');
  home = await cluster.createNamespace('uninstall-home');
  const head = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'installation', namespace: home } };
  installation = (await admin.create(configMaps, head)).metadata.uid ?? '';
});

async function uninstall(force = false): Promise<readonly string[]> {
  const lines: string[] = [];
  const place = { namespace: home, configMap: 'installation', watched: [namespace] };
  await prepareUninstall(admin, place, { force, say: (line) => lines.push(line) });
  return lines;
}

async function migration(phase: Journal['phase'], change: Partial<Journal> = {}): Promise<void> {
  const ecosystem = { namespace, name: 'prod', uid: 'ecosystem-uid' };
  const journal = journalOf({ installation, ecosystem, phase, ...change });
  await new JournalStore(admin, home).of(journal.ecosystem).create(journal);
}

/** As a migration leaves it. The operator adds a finalizer of its own, or does not. */
async function guardedRegistry(name = 'prod'): Promise<void> {
  const labels = { [migrationLabels.ecosystem]: name, [migrationLabels.attempt]: '1' };
  await admin.create<QuayRegistry>(quayRegistries, {
    apiVersion: 'quay.redhat.com/v1',
    kind: 'QuayRegistry',
    metadata: { name, namespace, labels, finalizers: [registryFinalizer, other] },
    spec: { components: [] },
  });
}

/** The QuayEcosystem as an installation of this product has taken it. */
async function takenEcosystem(name: string, by: string): Promise<void> {
  await admin.create(quayEcosystems, {
    apiVersion: 'redhatcop.redhat.io/v1alpha1',
    kind: 'QuayEcosystem',
    metadata: { name, namespace, annotations: { [installationAnnotation]: by } },
    spec: {},
  });
}

async function finalizersOf(name = 'prod'): Promise<readonly string[]> {
  return (await admin.get(quayRegistries, name, namespace))?.metadata.finalizers ?? [];
}

describe('refused while a migration is open, by name', () => {
  test.each([
    ['running', /attempt 1 is running/],
    ['rolling-back', /attempt 1 is rolling back/],
    ['holding', /attempt 1 has failed and requires your decision/],
  ] as const)('%s', async (phase, message) => {
    await migration(phase);
    await guardedRegistry();
    await expect(uninstall()).rejects.toThrow(message);
    await expect(uninstall()).rejects.toThrow(`QuayEcosystem ${namespace}/prod`);
    await expect(uninstall()).rejects.toThrow(/forceUninstall=true/);
    expect(await finalizersOf()).toContain(registryFinalizer);
    expect((await uninstall(true)).join('\n')).toMatch(message);
    expect(await finalizersOf()).not.toContain(registryFinalizer);
  });

  test('a journal of an open attempt that nobody can read', async () => {
    await migration('running');
    const name = journalName({ namespace, name: 'prod' }, 1);
    const data = { journal: Buffer.from('torn').toString('base64') };
    await admin.patch(secrets, { namespace: home, name }, { type: 'merge', body: { data } });
    await expect(uninstall()).rejects.toThrow(`${home}/${name}`);
    expect((await uninstall(true)).join('\n')).toContain(name);
  });

  test('a QuayRegistry that is being deleted: its volume and keys are not kept yet', async () => {
    await migration('done');
    await guardedRegistry();
    await admin.delete(quayRegistries, { name: 'prod', namespace });
    await expect(uninstall()).rejects.toThrow(`QuayRegistry ${namespace}/prod: is being deleted`);
    expect(await finalizersOf()).toContain(registryFinalizer);
  });

  test('an installation whose ConfigMap is gone', async () => {
    await admin.delete(configMaps, { name: 'installation', namespace: home });
    await expect(uninstall(true)).rejects.toThrow(`${home}/installation is missing`);
  });
});

describe('allowed', () => {
  test.each(['done', 'refused', 'rolled-back'] as const)('after a migration that is %s', async (phase) => {
    await migration(phase);
    expect(await uninstall()).toEqual([]);
  });

  test('our finalizer goes, others stay, and doing it again is no error', async () => {
    await migration('done');
    await guardedRegistry();
    expect(await uninstall()).toEqual([`QuayRegistry ${namespace}/prod: finalizer ${registryFinalizer} removed`]);
    expect(await finalizersOf()).not.toContain(registryFinalizer);
    expect(await finalizersOf()).toContain(other);
    expect(await uninstall()).toEqual([]);
  });

  test("another installation's QuayRegistry keeps its finalizer", async () => {
    await takenEcosystem('theirs', 'elsewhere/another');
    await takenEcosystem('prod', `${home}/${installation}`);
    await migration('done');
    await guardedRegistry();
    await guardedRegistry('theirs');
    expect(await uninstall()).toHaveLength(1);
    expect(await finalizersOf('theirs')).toContain(registryFinalizer);
  });

  test("another installation's migration of the same namespace may run", async () => {
    await migration('running', { installation: 'another' });
    expect(await uninstall()).toEqual([]);
  });

  test('what tenants write where their QuayEcosystems are is not looked at', async () => {
    const ecosystem = { namespace, name: 'prod', uid: 'ecosystem-uid' };
    const forged = journalOf({ installation, ecosystem });
    await new JournalStore(admin, namespace).of(ecosystem).create(forged);
    const labels = { [migrationLabels.ecosystem]: 'prod' };
    const metadata = { name: 'prod-quay-migration-1', namespace, labels };
    const data = { journal: Buffer.from('torn').toString('base64') };
    await admin.create(secrets, { apiVersion: 'v1', kind: 'Secret', metadata, type: journalType, data });
    expect(await uninstall()).toEqual([]);
  });

  test('when it is told to go all the same, the journals stay and hold nothing up', async () => {
    await migration('running');
    await uninstall(true);
    const journal = await admin.get(secrets, journalName({ namespace, name: 'prod' }, 1), home);
    expect(journal?.type).toBe(journalType);
    expect(journal?.metadata.finalizers ?? []).toEqual([]);
  });
});
