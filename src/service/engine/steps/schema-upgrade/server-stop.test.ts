import { describe, expect, it } from 'vitest';
import type { Job } from '../../../../k8s/job.ts';
import * as kinds from '../../../../k8s/resource.ts';
import { type AttemptUnderTest, attemptOf, changesIn, target, triesOf } from '../../attempt/attempt.fixture.ts';
import { endJob } from '../../jobs/ended-job.fixture.ts';
import { upgradeReport, upgraded, vanishPod } from './schema-upgrade.fixture.ts';
import { schemaUpgrade, volumeAttached } from './schema-upgrade.ts';

const { namespace } = target;

/** The temporary server is gone, and the Job that reads its control file was started. */
async function stopped(): Promise<{ test: AttemptUnderTest; volumeCheck: Job }> {
  const test = await upgraded();
  const { upgrade, check, volumeCheck } = test.plan.work;
  if (volumeCheck === undefined) throw new Error('the plan has no check of the volume');
  for (const job of [upgrade, check]) {
    expect((await schemaUpgrade(test.attempt)).message).toBe(`deleting Job ${job.metadata.name}`);
    vanishPod(test, job);
  }
  expect((await schemaUpgrade(test.attempt)).message).toBe('stopping the temporary PostgreSQL server');
  test.cluster.writes.length = 0;
  expect((await schemaUpgrade(test.attempt)).message).toBe(`${volumeCheck.metadata.name}: its pod does not exist yet`);
  return { test, volumeCheck };
}

describe('the end of the temporary server', () => {
  it('comes after the Jobs that use it, one at a time, and before its volume is looked at', async () => {
    const test = await upgraded();
    const { upgrade, check } = test.plan.work;
    const server = test.plan.database.server?.metadata.name ?? '';
    expect(await schemaUpgrade(test.attempt)).toMatchObject({
      kind: 'wait',
      message: `deleting Job ${upgrade.metadata.name}`,
      seconds: 1,
    });
    expect((await test.restarted()).journal.upgrade).toEqual(upgradeReport);
    await schemaUpgrade(test.attempt);
    expect(test.cluster.peek(kinds.jobs, { namespace, name: check.metadata.name })).toBeDefined();
    vanishPod(test, upgrade);
    await schemaUpgrade(test.attempt);
    vanishPod(test, check);
    expect(test.cluster.peek(kinds.pods, { namespace, name: server })).toBeDefined();
    test.cluster.edit(kinds.pods, { namespace, name: server }, { metadata: { finalizers: ['kubelet'] } });
    for (const _look of [1, 2]) {
      expect((await schemaUpgrade(test.attempt)).message).toBe('stopping the temporary PostgreSQL server');
    }
    const volumeCheck = test.plan.work.volumeCheck?.metadata.name ?? '';
    expect(test.cluster.peek(kinds.jobs, { namespace, name: volumeCheck })).toBeUndefined();
  });

  it.each(['firstCopy', 'copy', 'inspect', 'repair'] as const)('waits for the Job %s', async (which) => {
    const test = await upgraded();
    const job = test.plan.work[which];
    if (job === undefined) throw new Error(`the plan has no Job ${which}`);
    const created = await test.attempt.ensureCreated(kinds.jobs, job);
    test.cluster.edit(kinds.jobs, created.metadata, { metadata: { finalizers: ['foregroundDeletion'] } });
    for (const planned of [test.plan.work.upgrade, test.plan.work.check]) {
      await schemaUpgrade(test.attempt);
      vanishPod(test, planned);
    }
    expect((await schemaUpgrade(test.attempt)).message).toBe(`deleting Job ${job.metadata.name}`);
  });

  it('is proven clean, then the volume is released', async () => {
    const { test, volumeCheck } = await stopped();
    endJob(test, volumeCheck);
    expect(await schemaUpgrade(test.attempt)).toMatchObject({ kind: 'wait', message: 'releasing the volume' });
    expect((await test.restarted()).journal.volumeClean).toBe(true);
    expect(await schemaUpgrade(test.attempt)).toMatchObject({ kind: 'wait', message: 'releasing the volume' });
    vanishPod(test, volumeCheck);
    expect(await schemaUpgrade(await test.restarted())).toMatchObject({
      kind: 'done',
      message: `the schema is at revision ${upgradeReport.revision}`,
    });
    expect(await triesOf(test.cluster, () => schemaUpgrade(test.attempt))).toEqual([]);
    expect(changesIn(test.cluster)).toEqual([
      `create Job ${volumeCheck.metadata.name}`,
      `delete Job ${volumeCheck.metadata.name}`,
    ]);
  });

  it('fails where its control file does not say that it was shut down', async () => {
    const { test, volumeCheck } = await stopped();
    endJob(test, volumeCheck, { state: 'Failed', said: 'in production' });
    await expect(schemaUpgrade(test.attempt)).rejects.toThrow(/in production/);
    expect(test.attempt.journal.volumeClean).not.toBe(true);
  });

  it('is not over while the volume is attached', async () => {
    const { test, volumeCheck } = await stopped();
    endJob(test, volumeCheck);
    await schemaUpgrade(test.attempt);
    vanishPod(test, volumeCheck);
    const claim = test.plan.database.claim?.metadata.name ?? '';
    test.cluster.edit(kinds.persistentVolumeClaims, { namespace, name: claim }, { spec: { volumeName: 'pv-1' } });
    test.cluster.seed(kinds.volumeAttachments, attachment('csi-1', 'pv-1'));
    expect((await schemaUpgrade(test.attempt)).message).toBe(
      `waiting for the volume of PersistentVolumeClaim ${claim} to be detached from its node`,
    );
    test.cluster.vanish(kinds.volumeAttachments, { name: 'csi-1' });
    expect((await schemaUpgrade(test.attempt)).kind).toBe('done');
  });

  it.each(['server', 'claim', 'volumeCheck'] as const)('does not come where the plan has no %s', async (part) => {
    const test = await attemptOf({
      journal: { upgrade: upgradeReport },
      plan: (plan) => ({
        ...plan,
        database: { ...plan.database, ...(part !== 'volumeCheck' && { [part]: undefined }) },
        work: { ...plan.work, ...(part === 'volumeCheck' && { volumeCheck: undefined }) },
      }),
    });
    expect((await schemaUpgrade(test.attempt)).kind).toBe('done');
    expect(changesIn(test.cluster)).toEqual([]);
  });
});

function attachment(name: string, persistentVolumeName: string) {
  const source = { persistentVolumeName };
  return { apiVersion: 'storage.k8s.io/v1', kind: 'VolumeAttachment', metadata: { name }, spec: { source } };
}

describe('volumeAttached', () => {
  const name = 'prod-quay-postgresql';

  it('does not mind a claim that is gone or unbound, nor other volumes', async () => {
    const { cluster, attempt } = await attemptOf();
    cluster.seed(kinds.volumeAttachments, attachment('csi-2', 'pv-2'), {
      apiVersion: 'storage.k8s.io/v1',
      kind: 'VolumeAttachment',
      metadata: { name: 'inline' },
    });
    expect(await volumeAttached(attempt, 'none')).toBeUndefined();
    expect(await volumeAttached(attempt, name)).toBeUndefined();
    cluster.edit(kinds.persistentVolumeClaims, { namespace, name }, { spec: { volumeName: 'pv-1' } });
    expect(await volumeAttached(attempt, name)).toBeUndefined();
    cluster.edit(kinds.persistentVolumeClaims, { namespace, name }, { spec: { volumeName: 'pv-2' } });
    expect(await volumeAttached(attempt, name)).toMatch(name);
  });
});
