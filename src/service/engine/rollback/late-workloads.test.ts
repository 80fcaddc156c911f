import { describe, expect, it } from 'vitest';
import type { Deployment } from '../../../k8s/deployment.ts';
import * as kinds from '../../../k8s/resource.ts';
import { type AttemptUnderTest, attemptOf, changesIn, target } from '../attempt/attempt.fixture.ts';
import { journalOf } from '../journal/journal.fixture.ts';
import type { Journal } from '../journal/journal.ts';
import { beforeRollbacks, checkLateWorkloads } from './late-workloads.ts';

function quay(replicas: number, uid = 'old'): Deployment {
  return { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'prod-quay', uid }, spec: { replicas } };
}

function rolledBack(state: 'done' | 'failed', original = quay(3)): Journal {
  const record = { state, startedAt: '2026-01-01T00:00:00Z', message: '' };
  return journalOf({
    phase: 'rolled-back',
    originals: { 'deployments/prod-quay': original },
    rollback: { 'restore-workloads': record },
  });
}

describe('beforeRollbacks', () => {
  it('gives the replicas of before a rollback that could not start it', () => {
    expect(beforeRollbacks(quay(0), [rolledBack('failed')])).toEqual(quay(3));
  });

  it('looks past attempts that were refused and stopped nothing', () => {
    expect(beforeRollbacks(quay(0), [rolledBack('failed'), journalOf({ phase: 'refused' })])).toEqual(quay(3));
  });

  it.each<[string, Deployment, readonly Journal[]]>([
    ['a first attempt', quay(0), []],
    ['one that somebody stopped after it had come back', quay(0), [rolledBack('failed'), rolledBack('done')]],
    ['one that somebody has started', quay(1), [rolledBack('failed')]],
    [
      'one of which nothing was recorded',
      { ...quay(0), metadata: { name: 'other', uid: 'old' } },
      [rolledBack('failed')],
    ],
    ['a successor of the same name', quay(0, 'new'), [rolledBack('failed')]],
    ['one that was stopped before any attempt', quay(0), [rolledBack('failed', quay(0))]],
  ])('leaves %s as it is', (_name, deployment, journals) => {
    expect(beforeRollbacks(deployment, journals)).toEqual(deployment);
  });

  it('takes one replica for what a Deployment had that named none', () => {
    const original: Deployment = { ...quay(0), spec: {} };
    expect(beforeRollbacks(quay(0), [rolledBack('failed', original)])).toEqual(quay(1));
    expect(beforeRollbacks({ ...quay(0), spec: {} }, [rolledBack('failed')])).toEqual({ ...quay(0), spec: {} });
  });
});

describe('checkLateWorkloads', () => {
  const { namespace } = target;
  const record = { state: 'failed' as const, startedAt: '2026-01-01T00:00:00Z', message: 'not done after 15 minutes' };

  /** Rolled back, and the old registry's pods have not come up. */
  async function late(): Promise<AttemptUnderTest> {
    const test = await attemptOf({ journal: { phase: 'rolled-back', rollback: { 'restore-workloads': record } } });
    const { cluster, attempt } = test;
    cluster.edit(kinds.deployments, { namespace, name: 'prod-quay-config' }, { spec: { replicas: 0 } });
    for (const name of ['prod-quay', 'prod-quay-repomirror', 'prod-quay-config']) {
      const deployment = cluster.peek(kinds.deployments, { namespace, name });
      if (deployment !== undefined) await attempt.recordOriginal(kinds.deployments, deployment);
      cluster.edit(kinds.deployments, { namespace, name }, { status: { availableReplicas: null } });
    }
    const secret = cluster.peek(kinds.secrets, { namespace, name: 'prod-db-creds' });
    if (secret !== undefined) await attempt.recordOriginal(kinds.secrets, secret);
    cluster.writes.length = 0;
    return test;
  }

  const serves = ({ cluster }: AttemptUnderTest, name: string): void => {
    cluster.edit(kinds.deployments, { namespace, name }, { status: { availableReplicas: 1 } });
  };

  it('looks on until all of them serve that did before, and then says so', async () => {
    const test = await late();
    expect(await checkLateWorkloads(test.attempt)).toBe(true);
    serves(test, 'prod-quay');
    expect(await checkLateWorkloads(test.attempt)).toBe(true);
    expect(test.attempt.journal.rollback['restore-workloads']).toEqual(record);
    serves(test, 'prod-quay-repomirror');
    expect(await checkLateWorkloads(await test.restarted())).toBe(false);
    const { journal } = await test.restarted();
    expect(journal.rollback['restore-workloads']).toMatchObject({ state: 'done', startedAt: record.startedAt });
    expect(journal.rollback['restore-workloads']?.message).toMatch(/is available again, after the deadline/);
    expect(Date.parse(journal.rollback['restore-workloads']?.finishedAt ?? '')).toBeLessThanOrEqual(Date.now());
    expect(changesIn(test.cluster)).toEqual([]);
  });

  it('goes on looking for one that is gone', async () => {
    const test = await late();
    for (const name of ['prod-quay', 'prod-quay-repomirror']) serves(test, name);
    test.cluster.edit(kinds.deployments, { namespace, name: 'prod-quay' }, { status: null });
    expect(await checkLateWorkloads(test.attempt)).toBe(true);
    test.cluster.vanish(kinds.deployments, { namespace, name: 'prod-quay' });
    expect(await checkLateWorkloads(test.attempt)).toBe(true);
  });

  it('takes one replica for what a Deployment had that named none', async () => {
    const test = await late();
    for (const name of ['prod-quay', 'prod-quay-repomirror']) serves(test, name);
    const unnamed = test.attempt.original(kinds.deployments, 'prod-quay-config');
    if (unnamed === undefined) throw new Error('not recorded');
    const originals = { ...test.attempt.journal.originals, 'deployments/prod-quay-config': { ...unnamed, spec: {} } };
    await test.attempt.update({ originals });
    expect(await checkLateWorkloads(test.attempt)).toBe(true);
  });

  it('does not look where the rollback runs, or came to its end in time', async () => {
    const test = await late();
    await test.attempt.update({ phase: 'rolling-back' });
    expect(await checkLateWorkloads(test.attempt)).toBe(false);
    await test.attempt.update({
      phase: 'rolled-back',
      rollback: { 'restore-workloads': { ...record, state: 'done' } },
    });
    expect(await checkLateWorkloads(test.attempt)).toBe(false);
    await test.attempt.update({ rollback: {} });
    expect(await checkLateWorkloads(test.attempt)).toBe(false);
  });
});
