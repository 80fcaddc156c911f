import { describe, expect, it } from 'vitest';
import * as kinds from '../../k8s/resource.ts';
import { ApiError } from '../kube/api-error.ts';
import { type AttemptCase, type AttemptUnderTest, attemptOf, changesIn, target } from './attempt.fixture.ts';
import { goBack } from './back.ts';
import { drive, startRollback } from './drive.ts';
import { rollbackIds } from './journal.ts';
import { freeze } from './steps/freeze.ts';
import { snapshot } from './steps/snapshot.ts';

const { namespace } = target;
const secondsAgo = (seconds: number): string => new Date(Date.now() - seconds * 1000).toISOString();

/** Frozen, and on its way back. */
async function rollingBack(differs: AttemptCase = {}): Promise<AttemptUnderTest> {
  const test = await attemptOf(differs);
  await snapshot(test.attempt);
  await freeze(test.attempt);
  await startRollback(test.attempt, 'a reason', 'a remedy');
  for (const name of test.plan.freeze.writers) {
    test.cluster.edit(kinds.deployments, { namespace, name }, { status: { availableReplicas: 1 } });
  }
  test.cluster.writes.length = 0;
  return test;
}

function refuse({ cluster }: AttemptUnderTest, verb: string, kind: string): void {
  cluster.beforeWrite = (asked, resource) => {
    if (asked === verb && resource.kind === kind) throw new ApiError(403, 'Forbidden', 'a policy');
  };
}

describe('goBack', () => {
  it('takes all parts in their order, and ends', async () => {
    const test = await rollingBack();
    expect(await goBack(test.attempt)).toBeUndefined();
    const { journal } = await test.restarted();
    expect(journal).toMatchObject({ phase: 'rolled-back', cause: 'a reason', remedy: 'a remedy' });
    expect(journal.finishedAt).toBeDefined();
    expect(Object.keys(journal.rollback)).toEqual(rollbackIds);
    expect(Object.values(journal.rollback).map(({ state }) => state)).toEqual(rollbackIds.map(() => 'done'));
    expect(test.cluster.peek(kinds.deployments, { namespace, name: 'prod-quay' })?.spec?.replicas).not.toBe(0);
  });

  it('stops at a part that waits, says why, and goes on from there', async () => {
    const test = await rollingBack();
    test.cluster.edit(kinds.deployments, { namespace, name: 'prod-quay' }, { status: { availableReplicas: 0 } });
    expect(await goBack(test.attempt)).toBe(1);
    expect(test.attempt.journal.rollback['restore-workloads']).toMatchObject({
      state: 'running',
      message: 'waiting for prod-quay to serve again',
    });
    expect(test.attempt.journal.rollback['restore-ownership']).toBeUndefined();
    expect(test.attempt.journal.phase).toBe('rolling-back');
    test.cluster.edit(kinds.deployments, { namespace, name: 'prod-quay' }, { status: { availableReplicas: 1 } });
    expect(await goBack(await test.restarted())).toBeUndefined();
  });

  it('leaves a part behind that takes too long, where what follows is safe without it', async () => {
    const test = await rollingBack();
    test.cluster.edit(kinds.deployments, { namespace, name: 'prod-quay' }, { status: { availableReplicas: 0 } });
    await goBack(test.attempt);
    const late = (seconds: number) => ({
      ...test.attempt.journal.rollback,
      'restore-workloads': { state: 'running' as const, startedAt: secondsAgo(seconds), message: '' },
    });
    await test.attempt.update({ rollback: late(890) });
    expect(await goBack(test.attempt)).toBe(1);
    await test.attempt.update({ rollback: late(910) });
    expect(await goBack(test.attempt)).toBeUndefined();
    expect(test.attempt.journal.rollback['restore-workloads']).toMatchObject({
      state: 'failed',
      message: 'not done after 15 minutes: waiting for prod-quay to serve again',
    });
    expect(test.attempt.journal.phase).toBe('rolled-back');
  });

  it('never leaves behind what keeps two registries apart', async () => {
    const test = await rollingBack();
    const labels = { 'quay-operator/quayregistry': 'prod', 'quay-component': 'quay-app' };
    test.cluster.seed(kinds.pods, { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'new', namespace, labels } });
    await goBack(test.attempt);
    const stopped = { state: 'running' as const, startedAt: secondsAgo(99_999), message: '' };
    await test.attempt.update({ rollback: { ...test.attempt.journal.rollback, 'stop-new-pods': stopped } });
    expect(await goBack(test.attempt)).toBe(1);
    expect(test.attempt.journal.rollback['stop-new-pods']?.state).toBe('running');
    expect(test.cluster.peek(kinds.deployments, { namespace, name: 'prod-quay' })?.spec?.replicas).toBe(0);
  });

  it('has no deadline for a restore by a person', async () => {
    const test = await rollingBack({ choices: { database: 'unmanaged' } });
    const { name } = test.plan.work.upgrade.metadata;
    await test.attempt.update({ created: { [`jobs/${name}`]: { uid: 'x' } } });
    await goBack(test.attempt);
    const waiting = { state: 'running' as const, startedAt: secondsAgo(99_999), message: '' };
    await test.attempt.update({ rollback: { ...test.attempt.journal.rollback, 'restore-workloads': waiting } });
    expect(await goBack(test.attempt)).toBe(10);
    expect(test.attempt.journal.rollback['restore-workloads']?.state).toBe('running');
  });

  it('fails nothing for good: what stands in the way is said, with the remedy', async () => {
    const test = await rollingBack();
    const freeze = { state: 'done' as const, startedAt: secondsAgo(60), message: '' };
    await test.attempt.update({ steps: { freeze } });
    test.cluster.edit(kinds.quayEcosystems, target, { metadata: { finalizers: null } });
    test.cluster.beforeWrite = (verb, resource) => {
      if (verb === 'patch' && resource.kind === 'QuayEcosystem') throw new ApiError(500, '', 'in trouble');
    };
    expect(await goBack(test.attempt)).toBe(5);
    expect(test.attempt.journal.rollback['stop-work']?.message).toBe('the API server said: in trouble');
  });

  describe('a part that is refused', () => {
    it('is waited for, until the refusal lasts', async () => {
      const test = await rollingBack();
      refuse(test, 'patch', 'Deployment');
      expect(await goBack(test.attempt)).toBe(5);
      expect(test.attempt.journal.rollback['restore-workloads']?.refused?.write).toMatch(/patch Deployment .*: 403/);
      expect(test.attempt.journal.rollback['restore-ownership']).toBeUndefined();
    });

    it('does not keep later ones from going on, is asked for again, and keeps the rollback open', async () => {
      const test = await rollingBack();
      refuse(test, 'patch', 'Deployment');
      await goBack(test.attempt);
      const part = test.attempt.journal.rollback['restore-workloads'];
      if (part?.refused === undefined) throw new Error('nothing was refused');
      const since = secondsAgo(130);
      const refused = { ...part, refused: { ...part.refused, since } };
      await test.attempt.update({ rollback: { ...test.attempt.journal.rollback, 'restore-workloads': refused } });
      const pause = await goBack(test.attempt);
      expect(pause).toBeGreaterThanOrEqual(13);
      expect(pause).toBeLessThan(20);
      expect(test.attempt.journal.rollback['clean-up']?.state).toBe('done');
      expect(test.attempt.journal.phase).toBe('rolling-back');
      test.cluster.beforeWrite = () => undefined;
      expect(await goBack(test.attempt)).toBeUndefined();
      expect(test.attempt.journal.rollback['restore-workloads']).toMatchObject({ state: 'done' });
      expect(test.attempt.journal.rollback['restore-workloads']).not.toHaveProperty('refused');
    });

    it('is asked for once a minute at least', async () => {
      const test = await rollingBack();
      refuse(test, 'patch', 'Deployment');
      await goBack(test.attempt);
      const part = test.attempt.journal.rollback['restore-workloads'];
      if (part?.refused === undefined) throw new Error('nothing was refused');
      const refused = {
        ...part,
        startedAt: secondsAgo(99_999),
        refused: { ...part.refused, since: secondsAgo(99_999) },
      };
      await test.attempt.update({ rollback: { ...test.attempt.journal.rollback, 'restore-workloads': refused } });
      expect(await goBack(test.attempt)).toBe(60);
      expect(test.attempt.journal.rollback['restore-workloads']?.state).toBe('running');
    });
  });
});

describe('drive', () => {
  it('goes back while the attempt rolls back, and does nothing for one that is over', async () => {
    const test = await rollingBack();
    expect(await drive(test.attempt)).toBeUndefined();
    expect(test.attempt.journal.phase).toBe('rolled-back');
    for (const phase of ['done', 'refused', 'holding', 'rolled-back'] as const) {
      const { attempt, cluster } = await attemptOf({ journal: { phase } });
      expect(await drive(attempt)).toBeUndefined();
      expect(changesIn(cluster)).toEqual([]);
    }
  });
});
