import { beforeEach, describe, expect, it, vi } from 'vitest';
import { ecosystemFinalizer, registryFinalizer } from '../../domain/plan/migration-names.ts';
import type { ObjectMeta } from '../../k8s/object.ts';
import * as kinds from '../../k8s/resource.ts';
import { ApiError } from '../kube/api-error.ts';
import type { MemoryCluster } from '../kube/memory-cluster.fixture.ts';
import { type AttemptUnderTest, attemptOf, serviceNamespace, target } from './attempt.fixture.ts';
import { askedByIn } from './asked-by.ts';
import { installationAnnotation } from './claim.ts';
import { journalOf } from './journal.fixture.ts';
import type { Journal, StepRecord } from './journal.ts';
import { MemoryStore } from './memory/memory-store.ts';
import { requestHash } from './memory/remembered.ts';
import { reconcile } from './reconcile.ts';
import {
  type ServiceUnderTest,
  claim,
  installationPlace,
  migrateLabels,
  serviceIn,
  told,
} from './reconciliation.fixture.ts';
import { madeRegistry } from './rollback/rolling-back.fixture.ts';
import { freeze } from './steps/freeze.ts';

const { namespace } = target;
const deletionTimestamp = '2026-01-01T00:00:00Z';
const past: StepRecord = { state: 'done', startedAt: '2026-01-01T00:00:00Z', message: '' };
const id = { namespace, uid: 'uid-QuayEcosystem-prod' };

let test: AttemptUnderTest;
let cluster: MemoryCluster;
let service: ServiceUnderTest;

/** A journal in this state, of a QuayEcosystem that asks. */
async function begun(journal: Partial<Journal> = {}): Promise<void> {
  test = await attemptOf({ journal });
  ({ cluster } = test);
  service = await serviceIn(cluster);
  ecosystem({ labels: migrateLabels, annotations: { [installationAnnotation]: claim } });
  cluster.writes.length = 0;
}

/** The same registry, with no journal. */
async function unbegun(): Promise<void> {
  await begun({ phase: 'refused' });
  for (const { metadata } of await cluster.list(kinds.secrets, { namespace: serviceNamespace })) {
    cluster.vanish(kinds.secrets, { namespace: serviceNamespace, name: metadata.name });
  }
}

function ecosystem(metadata: Partial<ObjectMeta> | object): void {
  cluster.edit(kinds.quayEcosystems, target, { metadata });
}

const memory = () => new MemoryStore(cluster, installationPlace);
const journals = () => service.context.journals.of(target).list();
const latest = async (): Promise<Journal | undefined> => (await journals()).at(-1)?.journal;

async function eventReasons(): Promise<readonly unknown[]> {
  const found = await cluster.list(kinds.events, { namespace });
  return found.map((event) => (event as unknown as { reason: string }).reason);
}

describe('a QuayEcosystem that nobody has begun to migrate', () => {
  beforeEach(unbegun);

  it('is left alone where nobody asks', async () => {
    ecosystem({ labels: null });
    expect(await service.look()).toEqual({ journaled: false });
    expect(cluster.writes).toEqual([]);
  });

  it('that asks becomes an attempt, which is told of and remembered', async () => {
    cluster.vanish(kinds.deployments, { namespace: 'openshift-operators', name: 'quay-operator.v3.17.4' });
    expect(await service.look()).toEqual({ seconds: undefined, journaled: true });
    expect(await latest()).toMatchObject({ attempt: 1, phase: 'refused', installation: 'installation-uid' });
    expect(told(cluster).reason).toBe('Blocked');
    expect(service.changes.map(({ phase }) => phase)).toEqual(['refused']);
    expect(await eventReasons()).toEqual(['MigrationRefused']);
    expect((await memory().read(id)).executed).toEqual([requestHash('label')]);
    cluster.writes.length = 0;
    expect(await service.look()).toEqual({ seconds: undefined, journaled: true });
    expect(cluster.writes).toEqual([]);
    expect(service.changes).toHaveLength(1);
  });

  it('is answered where the request is refused, and nothing is opened', async () => {
    ecosystem({ annotations: { 'quay-migration/request': 'next monday' } });
    expect(await service.look()).toEqual({ journaled: false });
    expect(told(cluster).reason).toBe('RequestMalformed');
    expect(await journals()).toEqual([]);
  });

  it('has a label that was taken away, and the next one counts', async () => {
    await memory().update(id, (before) => ({ ...before, labelledBefore: true }));
    await service.look();
    expect(told(cluster).reason).toBe('Blocked');
    ecosystem({ labels: null });
    await service.look();
    expect(await memory().read(id)).toEqual({ executed: [] });
  });

  it('is another installation’s, which is told of', async () => {
    ecosystem({ annotations: { [installationAnnotation]: 'elsewhere/other' } });
    expect(await service.look()).toEqual({ journaled: false });
    expect(service.foreign).toEqual([target]);
  });

  it('is held by a migration whose journal is gone: it is looked at each minute', async () => {
    ecosystem({ finalizers: [ecosystemFinalizer] });
    expect(await service.look()).toEqual({ journaled: false, seconds: 60 });
    expect(told(cluster).reason).toBe('Failed');
  });

  it('is gone, and what was remembered of it is forgotten', async () => {
    await service.context.installation.remember(id, ['1']);
    cluster.vanish(kinds.quayEcosystems, target);
    expect(await service.look()).toEqual({ journaled: false });
    expect(await memory().uids(namespace)).toEqual([]);
  });
});

describe('an attempt', () => {
  it('that runs is looked at again as soon as its step says', async () => {
    await begun({ steps: { preflight: past, snapshot: past, prepare: past } });
    const labels = { app: 'quay-operator', 'quay-enterprise-cr': 'prod' };
    cluster.seed(kinds.pods, { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'old', namespace, labels } });
    expect(await service.look()).toEqual({ seconds: 1, journaled: true });
    expect((await latest())?.phase).toBe('running');
    expect(told(cluster).reason).toBe('Running');
  });

  it('that is done needs no look, and changes nothing', async () => {
    await begun({ phase: 'done' });
    await service.look();
    cluster.writes.length = 0;
    expect(await service.look()).toEqual({ seconds: undefined, journaled: true });
    expect(cluster.writes).toEqual([]);
    expect(told(cluster).reason).toBe('Migrated');
  });

  it('that holds is looked at every ten seconds, and goes on when it is healed', async () => {
    await begun({ phase: 'holding', failedStep: 'verify' });
    expect(await service.look()).toEqual({ seconds: 10, journaled: true });
    expect(told(cluster).reason).toBe('Failed');
    await begun();
    await freeze(test.attempt);
    await madeRegistry(test);
    const conditions = ['ComponentsCreated', 'Available'].map((type) => ({ type, status: 'True' }));
    cluster.edit(kinds.quayRegistries, target, { status: { currentVersion: 'v3.17.4', conditions } });
    cluster.seed(kinds.deployments, {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'prod-quay-app', namespace },
      status: { availableReplicas: 1 },
    });
    const steps = ['preflight', 'snapshot', 'prepare', 'freeze', 'database', 'schema-upgrade', 'registry'];
    await test.attempt.update({
      phase: 'holding',
      failedStep: 'rollout',
      steps: { ...Object.fromEntries(steps.map((step) => [step, past])), rollout: { ...past, state: 'failed' } },
    });
    expect((await service.look()).seconds).toBeGreaterThan(0);
    expect(await latest()).toMatchObject({ phase: 'running', steps: { rollout: { state: 'running' } } });
  });

  it('that was rolled back is looked at while its workloads are late', async () => {
    const record = { ...past, state: 'failed' as const };
    await begun({ phase: 'rolled-back', rollback: { 'restore-workloads': record } });
    const place = { namespace, name: 'prod-quay' };
    const deployment = cluster.peek(kinds.deployments, place);
    if (deployment !== undefined) await test.attempt.recordOriginal(kinds.deployments, deployment);
    cluster.edit(kinds.deployments, place, { status: null });
    expect(await service.look()).toEqual({ seconds: 10, journaled: true });
    cluster.edit(kinds.deployments, place, { status: { availableReplicas: 1 } });
    expect(await service.look()).toEqual({ seconds: undefined, journaled: true });
    expect((await latest())?.rollback['restore-workloads']?.state).toBe('done');
  });

  it('is told of, although the look throws', async () => {
    await begun({ phase: 'rolling-back', rollback: { 'stop-work': past } });
    const list = cluster.list.bind(cluster);
    cluster.list = async (resource, selection) => {
      if (resource.kind === 'Pod') throw new ApiError(409, 'Conflict', 'modified');
      return list(resource, selection);
    };
    await expect(service.look()).rejects.toThrow('modified');
    expect(Object.keys((await latest())?.rollback ?? {})).toEqual(['stop-work', 'remove-registry', 'stop-new-pods']);
    expect(told(cluster).reason).toBe('RollingBack');
    expect(service.changes).toHaveLength(1);
  });

  it('is of a QuayEcosystem that was made again: nothing of it is remembered for the successor', async () => {
    await begun({ phase: 'rolled-back' });
    ecosystem({ uid: 'successor', annotations: { 'quay-migration/request': null } });
    cluster.vanish(kinds.deployments, { namespace: 'openshift-operators', name: 'quay-operator.v3.17.4' });
    await service.look();
    expect(await memory().uids(namespace)).toEqual([]);
    expect((await journals())[0]?.journal.ecosystemGoneSince).toBeDefined();
  });

  it('keeps its story where the next request is refused', async () => {
    await begun({ phase: 'rolled-back' });
    ecosystem({ annotations: { 'quay-migration/request': 'next monday' } });
    await service.look();
    expect(told(cluster).reason).toBe('RequestMalformed');
    cluster.writes.length = 0;
    await service.look();
    expect(cluster.writes.filter((write) => write.includes('/status'))).toEqual([]);
  });

  it('is one of five that are kept', async () => {
    await begun({ phase: 'rolled-back' });
    for (const attempt of [4, 5, 6, 7]) {
      const of = { ...target, uid: id.uid };
      const change = { attempt, ecosystem: of, phase: 'rolled-back' as const, requests: ['label'] };
      await service.context.journals.of(target).create(journalOf(change));
    }
    ecosystem({ annotations: { 'quay-migration/request': 'again' } });
    await service.look();
    expect((await journals()).map(({ journal }) => journal.attempt)).toEqual([4, 5, 6, 7, 8]);
  });

  it('is read for a preflight not before the moment since when it is asked for', async () => {
    await begun({ phase: 'done' });
    const since = vi.spyOn(service.context.reads, 'since');
    const askedSince = vi.fn(() => 42);
    await reconcile({ ...service.context, askedSince }, target);
    expect(askedSince).toHaveBeenCalledWith(expect.objectContaining({ kind: 'QuayEcosystem' }), expect.any(Number));
    expect(since).toHaveBeenCalledWith(42);
    cluster.vanish(kinds.quayEcosystems, target);
    await reconcile({ ...service.context, askedSince }, target);
    expect(askedSince).toHaveBeenCalledOnce();
  });
});

describe('the wish to go back', () => {
  it('is the annotation, and who has set it in the console is told and forgotten', async () => {
    await begun({ phase: 'done' });
    await askedByIn(memory(), 'rolledBackBy').remember(id, 'label', 'alice');
    ecosystem({ annotations: { 'quay-migration/rollback': 'label' } });
    await service.look();
    expect(await latest()).toMatchObject({ phase: 'rolled-back', cause: 'asked for in the console by alice' });
    expect(await memory().read(id)).not.toHaveProperty('rolledBackBy');
    expect(told(cluster).reason).toBe('RolledBack');
    expect(service.changes.map(({ phase }) => phase)).toEqual(['rolled-back']);
  });

  it('is followed where nobody can tell whose it is', async () => {
    await begun({ phase: 'done' });
    await memory().update(id, () => ({ executed: [requestHash('label')] }));
    for (const { metadata } of await cluster.list(kinds.configMaps, { namespace: serviceNamespace })) {
      const place = { namespace: serviceNamespace, name: metadata.name };
      if (metadata.name !== 'installation') cluster.edit(kinds.configMaps, place, { data: { [id.uid]: '{' } });
    }
    ecosystem({ annotations: { 'quay-migration/rollback': 'label' } });
    await service.look();
    expect(await latest()).toMatchObject({ phase: 'rolled-back', cause: expect.stringMatching(/^somebody set/) });
  });

  it('waits for an API server that does not say whose it is', async () => {
    await begun({ phase: 'done' });
    ecosystem({ annotations: { 'quay-migration/rollback': 'label' } });
    const away = new ApiError(500, '', 'etcd is away');
    vi.spyOn(service.context.installation.rolledBackBy, 'waiting').mockRejectedValueOnce(away);
    await expect(reconcile(service.context, target)).rejects.toThrow('etcd is away');
    expect((await latest())?.phase).toBe('done');
  });

  it.each<[string, () => void]>([
    [
      'deleted',
      () => {
        cluster.vanish(kinds.quayRegistries, target);
      },
    ],
    [
      'on its way out',
      () => {
        cluster.edit(kinds.quayRegistries, target, { metadata: { deletionTimestamp } });
      },
    ],
    [
      'made again by somebody',
      () => {
        cluster.edit(kinds.quayRegistries, target, { metadata: { uid: 'another' } });
      },
    ],
  ])('is a QuayRegistry that is %s', async (_title, change) => {
    await begun();
    await madeRegistry(test);
    await test.attempt.update({ phase: 'done' });
    expect(await service.look()).toEqual({ seconds: undefined, journaled: true });
    change();
    await service.look();
    expect((await latest())?.cause).toBe('the QuayRegistry was deleted');
    expect((await latest())?.phase).not.toBe('done');
  });

  it('is no QuayRegistry that was never made', async () => {
    await begun({ phase: 'done', created: { 'quayregistries/prod': {} } });
    await service.look();
    expect((await latest())?.phase).toBe('done');
  });
});

describe('without its QuayEcosystem', () => {
  it('what is done lets the QuayRegistry go: there is nothing to go back to', async () => {
    await begun();
    await madeRegistry(test);
    await test.attempt.update({ phase: 'done' });
    cluster.vanish(kinds.quayEcosystems, target);
    expect(await service.look()).toEqual({ seconds: undefined, journaled: true });
    expect(cluster.peek(kinds.quayRegistries, target)?.metadata.finalizers).toEqual(['quay-operator/finalizer']);
    expect(await latest()).toMatchObject({ phase: 'done', ecosystemGoneSince: expect.stringMatching(/^20/) });
    cluster.writes.length = 0;
    await service.look();
    cluster.vanish(kinds.quayRegistries, target);
    await service.look();
    expect(cluster.writes).toEqual([]);
    expect((await latest())?.phase).toBe('done');
  });

  it('what runs goes on: here, back', async () => {
    await begun({ phase: 'rolling-back' });
    cluster.vanish(kinds.quayEcosystems, target);
    expect(await service.look()).toEqual({ seconds: undefined, journaled: true });
    expect((await latest())?.phase).toBe('rolled-back');
    expect(service.changes.map(({ phase }) => phase)).toEqual(['rolled-back']);
  });

  it('the finalizer of a QuayRegistry is taken off only where it is', async () => {
    await begun();
    await madeRegistry(test, { finalizers: undefined });
    await test.attempt.update({ phase: 'done' });
    cluster.vanish(kinds.quayEcosystems, target);
    await service.look();
    expect(cluster.writes.filter((write) => write.includes('QuayRegistry'))).toEqual([]);
  });
});

describe('a journal that cannot be read', () => {
  it('stops its own QuayEcosystem, which says so', async () => {
    await begun({ phase: 'done' });
    const [first] = await cluster.list(kinds.secrets, {
      namespace: serviceNamespace,
      fieldSelector: 'type=quay-migration/journal',
    });
    const place = { namespace: serviceNamespace, name: first?.metadata.name ?? '' };
    cluster.edit(kinds.secrets, place, { data: { journal: 'x' } });
    expect(await service.look()).toEqual({ seconds: 10, journaled: true });
    expect(told(cluster)).toMatchObject({ reason: 'Failed', message: expect.stringContaining(place.name) });
    cluster.vanish(kinds.quayEcosystems, target);
    expect(await service.look()).toEqual({ seconds: 10, journaled: true });
  });

  it('is told apart from an API server that does not answer', async () => {
    await begun({ phase: 'done' });
    cluster.list = async () => Promise.reject(new ApiError(500, '', 'etcd is away'));
    await expect(reconcile(service.context, target)).rejects.toThrow('etcd is away');
    expect(told(cluster).reason).toBe('');
  });
});

describe('a namespace that goes', () => {
  const ends = (): void => {
    cluster.edit(kinds.namespaces, { name: namespace }, { metadata: { deletionTimestamp } });
  };

  it('ends what is open, lets go what we hold, and is told of', async () => {
    await begun({ phase: 'holding' });
    await madeRegistry(test, { deletionTimestamp, finalizers: [registryFinalizer] });
    ecosystem({ deletionTimestamp, finalizers: ['example.com/other', ecosystemFinalizer] });
    ends();
    expect(await service.look()).toEqual({ seconds: 1, journaled: true });
    expect((await latest())?.phase).toBe('rolled-back');
    expect(service.changes.map(({ phase }) => phase)).toEqual(['rolled-back']);
    expect(cluster.peek(kinds.quayEcosystems, target)?.metadata.finalizers).toEqual(['example.com/other']);
    expect(await service.look()).toEqual({ seconds: undefined, journaled: true });
    expect(await latest()).not.toHaveProperty('ecosystemGoneSince');
    cluster.vanish(kinds.quayEcosystems, target);
    expect(await service.look()).toEqual({ seconds: undefined, journaled: true });
    expect((await latest())?.ecosystemGoneSince).toMatch(/^20/);
  });

  it('is waited for while something of ours is held in it', async () => {
    await begun({ phase: 'done' });
    ecosystem({ deletionTimestamp });
    await madeRegistry(test, { finalizers: [registryFinalizer] });
    ends();
    expect(await service.look()).toEqual({ seconds: 1, journaled: true });
    cluster.vanish(kinds.quayRegistries, target);
    expect(await service.look()).toEqual({ seconds: undefined, journaled: true });
  });

  it('that stays is no end, nor is one whose QuayEcosystem lives on', async () => {
    await begun({ phase: 'holding', failedStep: 'verify' });
    ends();
    expect((await service.look()).seconds).toBe(10);
    cluster.edit(kinds.namespaces, { name: namespace }, { metadata: { deletionTimestamp: null } });
    ecosystem({ deletionTimestamp });
    expect((await service.look()).seconds).toBe(10);
    expect((await latest())?.phase).toBe('holding');
  });

  it('takes the rights along, and nobody waits for us', async () => {
    await begun({ phase: 'running' });
    ends();
    const get = cluster.get.bind(cluster);
    const forbidden = new ApiError(403, 'Forbidden', 'no');
    cluster.get = async (resource, of, at) => {
      if (at === namespace) throw forbidden;
      return get(resource, of, at);
    };
    expect(await service.look()).toEqual({ seconds: undefined, journaled: true });
    expect((await latest())?.phase).toBe('rolled-back');
    cluster.edit(kinds.namespaces, { name: namespace }, { metadata: { deletionTimestamp: null } });
    await expect(service.look()).rejects.toBe(forbidden);
  });

  it.each([500, 409])('is not taken for gone where the API server answers %i', async (code) => {
    await begun({ phase: 'done' });
    ends();
    const trouble = new ApiError(code, '', 'no');
    const get = cluster.get.bind(cluster);
    cluster.get = async (resource, of, at) => {
      if (resource.kind === 'QuayEcosystem') throw trouble;
      return get(resource, of, at);
    };
    await expect(service.look()).rejects.toBe(trouble);
    cluster.get = async (resource, of, at) => {
      if (resource.kind === 'QuayRegistry') throw trouble;
      return resource.kind === 'QuayEcosystem' ? undefined : get(resource, of, at);
    };
    await expect(service.look()).rejects.toBe(trouble);
  });
});
