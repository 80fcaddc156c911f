import { beforeEach, describe, expect, test } from 'vitest';
import { migrationLabels, registryFinalizer } from '../../domain/plan/migration-names.ts';
import type { QuayRegistry } from '../../k8s/quayregistry.ts';
import { configMaps, quayRegistries, secrets } from '../../k8s/resource.ts';
import { testCluster } from '../../../dev/checks/cluster-context.ts';
import { journalOf } from '../engine/journal.fixture.ts';
import { createJournal } from '../engine/journal-store.ts';
import type { Journal } from '../engine/journal.ts';
import { prepareUninstall } from './uninstall.ts';

const cluster = testCluster();
const admin = cluster.client('admin');
const other = 'example.com/of-somebody-else';

let namespace = '';
let installation = '';

beforeEach(async () => {
  namespace = await cluster.createNamespace('uninstall');
  const head = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'installation', namespace } };
  installation = (await admin.create(configMaps, head)).metadata.uid ?? '';
});

async function uninstall(force = false): Promise<readonly string[]> {
  const lines: string[] = [];
  const place = { namespace, configMap: 'installation', watched: [namespace] };
  await prepareUninstall(admin, place, { force, say: (line) => lines.push(line) });
  return lines;
}

async function migration(phase: Journal['phase'], change: Partial<Journal> = {}): Promise<void> {
  const ecosystem = { namespace, name: 'prod', uid: 'ecosystem-uid' };
  await createJournal(admin, journalOf({ installation, ecosystem, phase, ...change }));
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

async function finalizersOf(name = 'prod'): Promise<readonly string[]> {
  return (await admin.get(quayRegistries, name, namespace))?.metadata.finalizers ?? [];
}

describe('refused while a migration is open, by name', () => {
  test.each([
    ['running', /attempt 1 is under way/],
    ['rolling-back', /attempt 1 is on its way back/],
    ['holding', /attempt 1 has failed and waits for a decision/],
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

  test('a journal that nobody can read', async () => {
    const metadata = { name: 'prod-quay-migration-1', namespace, labels: { [migrationLabels.ecosystem]: 'prod' } };
    const data = { journal: Buffer.from('torn').toString('base64') };
    await admin.create(secrets, { apiVersion: 'v1', kind: 'Secret', metadata, type: 'quay-migration/journal', data });
    await expect(uninstall()).rejects.toThrow(`${namespace}/prod-quay-migration-1`);
    expect((await uninstall(true)).join('\n')).toContain('prod-quay-migration-1');
  });

  test('a QuayRegistry that is being deleted: its volume and keys are not kept yet', async () => {
    await migration('done');
    await guardedRegistry();
    await admin.delete(quayRegistries, { name: 'prod', namespace });
    await expect(uninstall()).rejects.toThrow(`QuayRegistry ${namespace}/prod: is being deleted`);
    expect(await finalizersOf()).toContain(registryFinalizer);
  });

  test('an installation whose ConfigMap is gone', async () => {
    await admin.delete(configMaps, { name: 'installation', namespace });
    await expect(uninstall(true)).rejects.toThrow(`${namespace}/installation is missing`);
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

  test("another installation's migration may run, and keeps its finalizer", async () => {
    const ecosystem = { namespace, name: 'theirs', uid: 'other-uid' };
    await migration('running', { installation: 'another', ecosystem });
    await migration('done');
    await guardedRegistry();
    await guardedRegistry('theirs');
    expect(await uninstall()).toHaveLength(1);
    expect(await finalizersOf('theirs')).toContain(registryFinalizer);
  });

  test('what lies in namespaces that are not watched is not looked at', async () => {
    await migration('running');
    const elsewhere = await cluster.createNamespace('uninstall');
    const place = { namespace, configMap: 'installation', watched: [elsewhere] };
    await expect(prepareUninstall(admin, place, { force: false, say: () => undefined })).resolves.toBeUndefined();
  });
});
