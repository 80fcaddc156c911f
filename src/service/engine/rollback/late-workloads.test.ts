import { describe, expect, it } from 'vitest';
import * as kinds from '../../../k8s/resource.ts';
import { type AttemptUnderTest, attemptOf, changesIn, target } from '../attempt/attempt.fixture.ts';
import { checkLateWorkloads } from './late-workloads.ts';

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
