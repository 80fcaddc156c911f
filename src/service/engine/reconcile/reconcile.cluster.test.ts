import { beforeEach, describe, expect, it } from 'vitest';
import { testCluster } from '../../../../dev/checks/cluster-context.ts';
import { ecosystemFinalizer, labelsOf, registryFinalizer } from '../../../domain/migration-names.ts';
import type { QuayEcosystem } from '../../../k8s/quayecosystem.ts';
import { configMaps, namespaces, quayEcosystems, quayRegistries, secrets } from '../../../k8s/resource.ts';
import { SharedReads } from '../../kube/wrapped/shared-reads.ts';
import { claimOf } from '../request/claim.ts';
import { installationAnnotation } from '../../../contract/annotations.ts';
import { openInstallation } from '../request/installation.ts';
import type { Target } from '../journal/journal-names.ts';
import { journalOf } from '../journal/journal.fixture.ts';
import { JournalStore } from '../journal/journal-store.ts';
import type { Journal } from '../journal/journal.ts';
import { reconcile } from './reconcile.ts';
import type { Reconciliation } from './reconciliation.ts';

const client = testCluster().client('admin');
const past = { state: 'done' as const, startedAt: '2026-01-01T00:00:00Z', message: '' };
const migrate = { 'quay-operator/migrate': 'true' };
let target: Target;
let context: Reconciliation;

beforeEach(async () => {
  target = { namespace: await testCluster().createNamespace('reconcile'), name: 'prod' };
  context = await installation();
});

/** The engine of an installation of its own; the rights are an administrator's. */
async function installation(): Promise<Reconciliation> {
  const namespace = await testCluster().createNamespace('reconcile-service');
  const place = { namespace, name: 'installation', watched: [target.namespace] };
  await client.create(configMaps, { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: place.name, namespace } });
  return {
    client,
    facts: client,
    journals: new JournalStore(client, namespace),
    settings: { waitScale: 0.01, workerImage: 'worker', imagePullSecrets: [] },
    installation: await openInstallation(client, place),
    reads: new SharedReads(client),
    requestedSince: () => performance.now(),
    onChange: () => undefined,
    onForeign: () => undefined,
  };
}

/** Taken by this installation, unless told: that of another test, which serves all namespaces, keeps off. */
async function ecosystem(metadata: Partial<QuayEcosystem['metadata']> = {}): Promise<QuayEcosystem> {
  const claim = claimOf({ namespace: context.journals.namespace, uid: context.installation.uid });
  const annotations = { [installationAnnotation]: claim };
  return client.create(quayEcosystems, {
    apiVersion: 'redhatcop.redhat.io/v1alpha1',
    kind: 'QuayEcosystem',
    metadata: { ...target, annotations, ...metadata },
    spec: {},
  });
}

async function registry(): Promise<void> {
  await client.create(quayRegistries, {
    apiVersion: 'quay.redhat.com/v1',
    kind: 'QuayRegistry',
    metadata: { ...target, labels: labelsOf(target.name, 1), finalizers: [registryFinalizer] },
    spec: { components: [] },
  });
}

const journalsOf = ({ journals }: Reconciliation) => journals.of(target);

async function begun(uid: string, change: Partial<Journal>): Promise<void> {
  const journal = { installation: context.installation.uid, ecosystem: { ...target, uid }, ...change };
  await journalsOf(context).create(journalOf(journal));
}

/** As long as looking helps. */
async function untilGone(): Promise<void> {
  const deadline = Date.now() + 60_000;
  while ((await client.get(namespaces, target.namespace)) !== undefined) {
    if (Date.now() > deadline) throw new Error(`namespace ${target.namespace} is still there`);
    // As the controller: what an ending namespace takes no more is looked at again.
    await reconcile(context, target).catch((error: unknown) => {
      expect(String(error)).toMatch(/is being terminated|not found|the object has been modified/);
    });
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

async function message(): Promise<string> {
  const found = await client.get(quayEcosystems, target.name, target.namespace);
  return found?.status?.conditions?.find(({ type }) => type === 'QuayMigration')?.message ?? '';
}

describe('a namespace that is deleted', () => {
  it.each(['running', 'holding', 'rolling-back'] as const)(
    'ends an attempt that is %s, and waits for nobody',
    async (phase) => {
      const { metadata } = await ecosystem({ labels: migrate, finalizers: [ecosystemFinalizer] });
      await begun(metadata.uid ?? '', { phase, steps: { preflight: past } });
      await registry();
      await testCluster().deleteNamespace(target.namespace);
      await untilGone();
      const [stored] = await journalsOf(context).list();
      expect(stored?.journal).toMatchObject({
        phase: 'rolled-back',
        cause: `namespace ${target.namespace} was deleted, including everything that the migration created and kept in it`,
      });
      expect((await context.journals.list()).map((one) => one.protected)).toEqual([false]);
      // It is looked at once more, and kept for its time.
      await reconcile(context, target);
      await reconcile(context, target);
      expect((await journalsOf(context).list())[0]?.journal.ecosystemGoneSince).toMatch(/^20/);
    },
  );

  it('takes finished migrations along, and the journals of refused ones', async () => {
    const { metadata } = await ecosystem({ labels: migrate });
    await begun(metadata.uid ?? '', { phase: 'refused', attempt: 1 });
    await begun(metadata.uid ?? '', { phase: 'done', attempt: 2 });
    await registry();
    await testCluster().deleteNamespace(target.namespace);
    await untilGone();
    await reconcile(context, target);
    const left = (await journalsOf(context).list()).map(({ journal }) => [journal.attempt, journal.phase]);
    expect(left).toEqual([[2, 'done']]);
  });
});

describe('journals of an earlier version', () => {
  async function earlier(): Promise<void> {
    await client.create(secrets, {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: 'prod-quay-migration-1', namespace: target.namespace, labels: labelsOf('prod', 1) },
      type: 'quay-migration/journal',
      data: { journal: 'dG9ybg==' },
    });
  }

  it('keep what their migration holds, until that version has finished it', async () => {
    await earlier();
    await ecosystem({ finalizers: [ecosystemFinalizer] });
    await registry();
    await client.delete(quayRegistries, target);
    expect((await reconcile(context, target)).journaled).toBe(false);
    expect(await message()).toMatch(/journals of an earlier version .*helm rollback/);
    expect((await client.get(quayRegistries, target.name, target.namespace))?.metadata.finalizers).toContain(
      registryFinalizer,
    );
  });

  it('hold up no namespace that is deleted', async () => {
    await earlier();
    await ecosystem({ finalizers: [ecosystemFinalizer] });
    await registry();
    await testCluster().deleteNamespace(target.namespace);
    await untilGone();
  });

  it('that somebody writes while a migration is running do not stop it', async () => {
    const { metadata } = await ecosystem({ labels: migrate });
    await begun(metadata.uid ?? '', { phase: 'holding', cause: 'of its own' });
    await earlier();
    await reconcile(context, target);
    expect(await message()).toContain('of its own');
  });

  it('without one, a finalizer whose journal is gone is told, with the name of that journal', async () => {
    await ecosystem({ finalizers: [ecosystemFinalizer] });
    await reconcile(context, target);
    expect(await message()).toContain(
      `Secret quay-migration.${target.namespace}.prod.1 in namespace ${context.journals.namespace}`,
    );
  });
});

describe('two installations that see one QuayEcosystem', () => {
  it('at once: one takes it, the other keeps off and writes no more than one word', async () => {
    const other = await installation();
    await ecosystem({ labels: migrate, annotations: {} });
    const results = await Promise.allSettled([reconcile(context, target), reconcile(other, target)]);
    expect(results.map(({ status }) => status)).toContain('fulfilled');
    for (const one of [context, other]) await reconcile(one, target).catch(() => undefined);
    const counts = [await journalsOf(context).list(), await journalsOf(other).list()].map((list) => list.length);
    expect(counts.sort()).toEqual([0, 1]);
    const settled = await client.get(quayEcosystems, target.name, target.namespace);
    for (const one of [context, other, context, other]) await reconcile(one, target);
    const later = await client.get(quayEcosystems, target.name, target.namespace);
    expect(later?.metadata.resourceVersion).toBe(settled?.metadata.resourceVersion);
  });
});
