import { beforeEach, describe, expect, it, vi } from 'vitest';
import { ecosystemFinalizer } from '../../../domain/migration-names.ts';
import * as kinds from '../../../k8s/resource.ts';
import { ApiError } from '../../kube/api-error.ts';
import type { MemoryCluster } from '../../kube/memory-cluster.fixture.ts';
import { type AttemptUnderTest, serviceNamespace, target } from '../attempt/attempt.fixture.ts';
import { installationAnnotation } from '../../../contract/annotations.ts';
import { journalOf } from '../journal/journal.fixture.ts';
import type { Journal, StepRecord } from '../journal/journal.ts';
import { MemoryStore } from '../memory/memory-store.ts';
import { requestHash } from '../memory/remembered.ts';
import { reconcile } from './reconcile.ts';
import { type ServiceUnderTest, begunAttempt, installationPlace, told } from './reconciliation.fixture.ts';
import { madeRegistry } from '../rollback/rolling-back.fixture.ts';
import { freeze } from '../steps/freeze.ts';

const { namespace } = target;
const past: StepRecord = { state: 'done', startedAt: '2026-01-01T00:00:00Z', message: '' };
const id = { namespace, uid: 'uid-QuayEcosystem-prod' };

let test: AttemptUnderTest;
let cluster: MemoryCluster;
let service: ServiceUnderTest;

async function begun(journal: Partial<Journal> = {}): Promise<void> {
  ({ test, service } = await begunAttempt(journal));
  ({ cluster } = test);
}

function ecosystem(metadata: object): void {
  cluster.edit(kinds.quayEcosystems, target, { metadata });
}

const memory = () => new MemoryStore(cluster, installationPlace);
const journals = () => service.context.journals.of(target).list();
const latest = async (): Promise<Journal | undefined> => (await journals()).at(-1)?.journal;

/** The same registry, with no journal. */
async function unbegun(): Promise<void> {
  await begun({ phase: 'refused' });
  for (const { metadata } of await cluster.list(kinds.secrets, { namespace: serviceNamespace })) {
    cluster.vanish(kinds.secrets, { namespace: serviceNamespace, name: metadata.name });
  }
}

async function eventReasons(): Promise<readonly unknown[]> {
  const found: readonly object[] = await cluster.list(kinds.events, { namespace });
  return found.map((event) => ('reason' in event ? event.reason : undefined));
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
    const requestedSince = vi.fn(() => 42);
    await reconcile({ ...service.context, requestedSince }, target);
    expect(requestedSince).toHaveBeenCalledWith(expect.objectContaining({ kind: 'QuayEcosystem' }), expect.any(Number));
    expect(since).toHaveBeenCalledWith(42);
    cluster.vanish(kinds.quayEcosystems, target);
    await reconcile({ ...service.context, requestedSince }, target);
    expect(requestedSince).toHaveBeenCalledOnce();
  });
});
