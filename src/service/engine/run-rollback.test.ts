import { describe, expect, it } from 'vitest';
import * as kinds from '../../k8s/resource.ts';
import { ApiError } from '../kube/api-error.ts';
import { type AttemptCase, type AttemptUnderTest, attemptOf, changesIn, target } from './attempt/attempt.fixture.ts';
import { runRollback } from './run-rollback.ts';
import { type RollbackId, type StepRecord, rollbackIds } from './journal/journal.ts';
import { StepFailure } from './attempt/step-outcome.ts';
import { freeze } from './steps/freeze.ts';

const { namespace } = target;
const writers = ['prod-quay', 'prod-quay-repomirror', 'prod-quay-config'];
const settled: StepRecord = { state: 'done', startedAt: '2026-01-01T00:00:00Z', message: 'before' };

function ago(seconds: number): string {
  return new Date(Date.now() - seconds * 1000).toISOString();
}

/** An attempt that is rolling back, whose steps before `id` are done; the old registry is stopped. */
async function backAt(id: RollbackId, differs: AttemptCase = {}): Promise<AttemptUnderTest> {
  const parts = rollbackIds.slice(0, rollbackIds.indexOf(id)).map((part) => [part, settled] as const);
  const { journal, ...rest } = differs;
  const rollback = { ...Object.fromEntries(parts), ...journal?.rollback };
  const test = await attemptOf({ ...rest, journal: { phase: 'rolling-back', ...journal, rollback } });
  await freeze(test.attempt);
  for (const name of writers) serves(test, name, 0);
  test.cluster.writes.length = 0;
  return test;
}

function serves({ cluster }: Pick<AttemptUnderTest, 'cluster'>, name: string, availableReplicas = 1): void {
  cluster.edit(kinds.deployments, { namespace, name }, { status: { availableReplicas } });
}

/** What every write of that kind is answered with. */
function refuse({ cluster }: AttemptUnderTest, kind: string, error: Error): void {
  cluster.beforeWrite = (_verb, resource) => {
    if (resource.kind === kind) throw error;
  };
}

const forbidden = new ApiError(403, 'Forbidden', 'deployments is forbidden');
const waiting = (startedAt: string, change: Partial<StepRecord> = {}): StepRecord => ({
  state: 'running',
  startedAt,
  message: '',
  ...change,
});

describe('goBack', () => {
  it('takes the parts in their order, and is looked at again until all are done', async () => {
    const test = await backAt('stop-work');
    expect(await runRollback(test.attempt)).toBe(1);
    const { journal } = await test.restarted();
    expect(journal.phase).toBe('rolling-back');
    expect(Object.keys(journal.rollback)).toEqual(rollbackIds.slice(0, 5));
    expect(journal.rollback['restore-access']).toMatchObject({ state: 'done', message: expect.any(String) as string });
    expect(journal.rollback['restore-access']?.finishedAt).toBeDefined();
    expect(journal.rollback['restore-workloads']).toMatchObject({
      state: 'running',
      message: `waiting for ${writers.join(', ')} to become available`,
    });
    for (const name of writers) serves(test, name);
    expect(await runRollback(await test.restarted())).toBeUndefined();
    const over = (await test.restarted()).journal;
    expect(over.phase).toBe('rolled-back');
    expect(Date.parse(over.finishedAt ?? '')).toBeLessThanOrEqual(Date.now());
    expect(Object.values(over.rollback).map(({ state }) => state)).toEqual(rollbackIds.map(() => 'done'));
  });

  it('looks at nothing again that is done or was left behind', async () => {
    const parts = rollbackIds.map((id): [RollbackId, StepRecord] => [id, settled]);
    const rollback = { ...Object.fromEntries(parts), 'restore-workloads': { ...settled, state: 'failed' as const } };
    const test = await attemptOf({ journal: { phase: 'rolling-back', rollback } });
    await freeze(test.attempt);
    test.cluster.writes.length = 0;
    expect(await runRollback(test.attempt)).toBeUndefined();
    expect(changesIn(test.cluster)).toEqual([]);
    expect(test.attempt.journal).toMatchObject({ phase: 'rolled-back', rollback });
  });

  it('writes a record only when it says something new', async () => {
    const test = await backAt('restore-workloads');
    await runRollback(test.attempt);
    const record = test.attempt.journal.rollback['restore-workloads'];
    test.cluster.writes.length = 0;
    expect(await runRollback(await test.restarted())).toBe(1);
    expect(test.cluster.writes).toEqual([]);
    serves(test, 'prod-quay');
    await runRollback(test.attempt);
    expect(test.attempt.journal.rollback['restore-workloads']).toMatchObject({
      startedAt: record?.startedAt,
      message: 'waiting for prod-quay-repomirror, prod-quay-config to become available',
    });
  });

  it('says what stands in the way, with what to do, and looks again', async () => {
    const test = await backAt('restore-workloads');
    refuse(test, 'Deployment', new StepFailure('a person is in the way', 'Ask them.'));
    expect(await runRollback(test.attempt)).toBe(5);
    expect(test.attempt.journal.phase).toBe('rolling-back');
    expect(test.attempt.journal.rollback['restore-workloads']?.message).toBe('a person is in the way. Ask them.');
  });

  it('leaves a conflict to the next look', async () => {
    const test = await backAt('restore-workloads');
    refuse(test, 'Deployment', new ApiError(409, 'Conflict', 'modified'));
    await expect(runRollback(test.attempt)).rejects.toThrow('modified');
  });
});

describe('a part that takes too long', () => {
  it.each([
    [899, 1, 'running'],
    [901, 1, 'failed'],
    // A deadline does not shrink below a tenth.
    [91, 0.01, 'failed'],
    [89, 0.01, 'running'],
  ])('is left behind after 15 minutes, and said: %i s at scale %d is %s', async (seconds, waitScale, state) => {
    const rollback = { 'restore-workloads': waiting(ago(seconds)) };
    const test = await backAt('restore-workloads', { journal: { rollback }, settings: { waitScale } });
    await runRollback(test.attempt);
    const record = test.attempt.journal.rollback['restore-workloads'];
    expect(record?.state).toBe(state);
    if (state === 'running') return;
    expect(record?.message).toMatch(/^not finished after 15 minutes: waiting for prod-quay,/);
    expect(record?.finishedAt).toBeDefined();
    expect(test.attempt.journal.rollback['clean-up']?.state).toBe('done');
    expect(test.attempt.journal.phase).toBe('rolled-back');
  });

  it('holds all the others up where they are not safe without it', async () => {
    const rollback = { 'stop-new-pods': waiting(ago(5000)) };
    const test = await backAt('stop-new-pods', { journal: { rollback } });
    const labels = { 'quay-operator/quayregistry': 'prod', 'quay-component': 'quay-app' };
    test.cluster.seed(kinds.pods, { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'new', namespace, labels } });
    expect(await runRollback(test.attempt)).toBe(1);
    expect(test.attempt.journal.rollback['stop-new-pods']).toMatchObject({ state: 'running' });
    expect(test.attempt.journal.rollback).not.toHaveProperty('restore-access');
  });

  it('is waited for as long as a person takes who restores the database', async () => {
    const created = { 'jobs/prod-qm-upgrade-3': {} };
    const rollback = { 'restore-workloads': waiting(ago(50_000)) };
    const journal = { created, rollback };
    const test = await backAt('restore-workloads', { choices: { database: 'unmanaged' }, journal });
    expect(await runRollback(test.attempt)).toBe(10);
    expect(test.attempt.journal.rollback['restore-workloads']).toMatchObject({ state: 'running' });
    expect(changesIn(test.cluster)).toEqual([]);
  });
});

describe('a part that is refused', () => {
  const write = 'patch Deployment quay-enterprise/prod-quay: 403';

  it('is looked at again at first, and nothing goes past it', async () => {
    const test = await backAt('restore-workloads');
    refuse(test, 'Deployment', forbidden);
    expect(await runRollback(test.attempt)).toBe(5);
    const record = test.attempt.journal.rollback['restore-workloads'];
    expect(record?.refused?.write).toBe(write);
    expect(record?.message).toMatch(/rejected the request to patch Deployment quay-enterprise\/prod-quay/);
    expect(test.attempt.journal.rollback).not.toHaveProperty('restore-ownership');
    test.cluster.writes.length = 0;
    await runRollback(await test.restarted());
    expect(test.cluster.writes).toEqual([]);
  });

  it('is gone past when it is refused for good, and asked for again and again', async () => {
    const rollback = { 'restore-workloads': waiting(ago(500), { refused: { write, since: ago(200) } }) };
    const test = await backAt('restore-workloads', { journal: { rollback } });
    refuse(test, 'Deployment', forbidden);
    const pause = await runRollback(test.attempt);
    expect(pause).toBeGreaterThanOrEqual(20);
    expect(pause).toBeLessThan(22);
    expect(test.attempt.journal.phase).toBe('rolling-back');
    expect(test.attempt.journal.rollback['clean-up']?.state).toBe('done');
    expect(test.attempt.journal.rollback['restore-workloads']).toMatchObject({ state: 'running', refused: { write } });
    test.cluster.beforeWrite = () => undefined;
    expect(await runRollback(await test.restarted())).toBe(1);
    expect((await test.restarted()).journal.rollback['restore-workloads']).not.toHaveProperty('refused');
    for (const name of writers) serves(test, name);
    expect(await runRollback(await test.restarted())).toBeUndefined();
  });

  it.each([
    [130, 13],
    [100_000, 60],
  ])('pauses for a tenth of the time since, a minute at most: %i s', async (seconds, pause) => {
    const rollback = { 'restore-workloads': waiting(ago(2000), { refused: { write, since: ago(seconds) } }) };
    const test = await backAt('restore-workloads', { journal: { rollback } });
    refuse(test, 'Deployment', forbidden);
    expect(Math.floor((await runRollback(test.attempt)) ?? 0)).toBe(pause);
  });

  it('is looked at as soon as the part is that waits least', async () => {
    const rollback = { 'restore-workloads': waiting(ago(2000), { refused: { write, since: ago(300) } }) };
    const test = await backAt('restore-workloads', { journal: { rollback } });
    const { bundle } = test.plan.registry;
    await test.attempt.ensureCreated(kinds.secrets, bundle);
    test.cluster.edit(kinds.secrets, bundle.metadata, { metadata: { finalizers: ['example.com/slow'] } });
    refuse(test, 'Deployment', forbidden);
    expect(await runRollback(test.attempt)).toBe(1);
    expect(test.attempt.journal.rollback['clean-up']).toMatchObject({ state: 'running' });
    expect(test.attempt.journal.phase).toBe('rolling-back');
  });

  it('is asked for at the shortest pause of several', async () => {
    const refused = { write, since: ago(300) };
    const owner = { apiVersion: 'v1', kind: 'QuayRegistry', name: 'prod', uid: 'registry-uid' };
    const routeWrite = 'patch Route quay-enterprise/prod-quay: 403';
    const rollback = {
      'restore-access': waiting(ago(2000), { refused: { write: routeWrite, since: ago(150) } }),
      'restore-workloads': waiting(ago(2000), { refused }),
    };
    const test = await backAt('restore-access', { journal: { rollback } });
    const place = { namespace, name: 'prod-quay' };
    const route = test.cluster.peek(kinds.routes, place);
    if (route === undefined) throw new Error('no Route');
    await test.attempt.recordOriginal(kinds.routes, route);
    test.cluster.edit(kinds.routes, place, { metadata: { ownerReferences: [owner] } });
    test.cluster.beforeWrite = (_verb, { kind }) => {
      if (kind === 'Deployment' || kind === 'Route') throw forbidden;
    };
    expect(Math.floor((await runRollback(test.attempt)) ?? 0)).toBe(15);
    expect(test.attempt.journal.rollback['clean-up']?.state).toBe('done');
  });

  it('holds all the others up where they are not safe without it', async () => {
    const refused = { write: 'patch Deployment quay-enterprise/prod-quay-app: 403', since: ago(5000) };
    const rollback = { 'stop-new-pods': waiting(ago(5000), { refused }) };
    const test = await backAt('stop-new-pods', { journal: { rollback } });
    const labels = { 'quay-operator/quayregistry': 'prod' };
    const metadata = { name: 'prod-quay-app', namespace, labels };
    test.cluster.seed(kinds.deployments, {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata,
      spec: { replicas: 1 },
    });
    refuse(test, 'Deployment', forbidden);
    expect(await runRollback(test.attempt)).toBe(60);
    expect(test.attempt.journal.rollback).not.toHaveProperty('restore-access');
  });
});
