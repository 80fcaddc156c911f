import { describe, expect, it } from 'vitest';
import { handedOver, reportIn } from '../../../contract/report-frames.ts';
import { decodeBase64 } from '../../../domain/config/base64.ts';
import * as kinds from '../../../k8s/resource.ts';
import { attemptOf, changesIn, target } from '../attempt.fixture.ts';
import { endJob, proofOf, sourceReport } from '../ended-job.fixture.ts';
import { sealOf } from '../report-seal.ts';
import { collectPods, exists, frozen, job, lookUntil, report, upgraded } from './schema-upgrade.fixture.ts';
import { schemaUpgrade, volumeAttached } from './schema-upgrade.ts';

const { namespace } = target;

describe('the schema upgrade of a copy', () => {
  it('starts nothing while somebody may write to the old database', async () => {
    const test = await attemptOf();
    await expect(schemaUpgrade(test.attempt)).rejects.toThrow(/scaled up/);
    expect(changesIn(test.cluster)).toEqual([]);
  });

  it('runs the upgrade, then the check with the signed proof of the copy', async () => {
    const test = await frozen();
    const proof = proofOf();
    await test.attempt.update({ proof });
    const upgrade = job(test, 'upgrade');
    expect((await schemaUpgrade(test.attempt)).message).toBe(`${upgrade.metadata.name}: its pod is not there yet`);
    expect(exists(test, job(test, 'check'))).toBe(false);
    endJob(test, upgrade);
    expect((await schemaUpgrade(test.attempt)).message).toMatch(new RegExp(`^${job(test, 'check').metadata.name}: `));
    const secret = test.cluster.peek(kinds.secrets, { namespace, name: test.plan.work.proof?.metadata.name ?? '' });
    const lines = Object.values(secret?.data ?? {}).flatMap((text) => decodeBase64(text).split('\n'));
    expect(reportIn(lines, { subject: handedOver, kind: 'proof' }, sealOf(test.plan))).toEqual(proof);
  });

  it('hands nothing over without a proof', async () => {
    const test = await frozen();
    await schemaUpgrade(test.attempt);
    endJob(test, job(test, 'upgrade'));
    await schemaUpgrade(test.attempt);
    expect(exists(test, job(test, 'check'))).toBe(true);
    expect(changesIn(test.cluster).some((write) => write.startsWith('create Secret'))).toBe(false);
  });

  it.each([
    [undefined, 1],
    [1, 0.1],
  ])('gives the upgrade the time of a database of %s bytes', async (bytes, share) => {
    const test = await frozen();
    if (bytes !== undefined) await test.attempt.update({ source: { ...sourceReport, bytes } });
    await schemaUpgrade(test.attempt);
    const planned = job(test, 'upgrade');
    const created = test.cluster.peek(kinds.jobs, { namespace, name: planned.metadata.name });
    const seconds = [planned, created].map((one) => one?.spec?.activeDeadlineSeconds ?? 0) as [number, number];
    expect(share === 1 ? seconds[1] === seconds[0] : seconds[1] < seconds[0]).toBe(true);
  });

  it('fails when rows are missing after it', async () => {
    const test = await upgraded();
    endJob(test, job(test, 'check'), { report: ['upgrade', { ...report, equal: false }] });
    await expect(schemaUpgrade(test.attempt)).rejects.toThrow(/c3d4e5f6a7b8 rows are missing/);
    expect(test.attempt.journal.upgrade).toBeUndefined();
  });

  it('checks again when the report cannot be read', async () => {
    const test = await upgraded();
    endJob(test, job(test, 'check'), { report: ['upgrade', { schemaVersion: 1 }] });
    expect((await schemaUpgrade(test.attempt)).message).toMatch(/once more, because its report cannot be read/);
    expect(exists(test, job(test, 'check'))).toBe(false);
  });

  it('fails with the log of a check or an upgrade that failed by itself', async () => {
    const test = await upgraded();
    endJob(test, job(test, 'check'), { state: 'Failed', said: 'table tag lost rows' });
    const { name } = job(test, 'check').metadata;
    await expect(schemaUpgrade(test.attempt)).rejects.toMatchObject({
      message: expect.stringMatching(/table tag lost rows/) as never,
      remedy: expect.stringContaining(`oc logs job/${name} -n ${namespace}`) as never,
    });
    const other = await frozen();
    await schemaUpgrade(other.attempt);
    endJob(other, job(other, 'upgrade'), { state: 'Failed', said: 'no such revision' });
    await expect(schemaUpgrade(other.attempt)).rejects.toThrow(/no such revision/);
    expect(other.attempt.journal.upgradeRepeats).toBeUndefined();
  });

  it('stops Jobs and server, checks the volume, waits until it is detached, and is done', async () => {
    const test = await upgraded();
    endJob(test, job(test, 'check'), { report: ['upgrade', report] });
    const server = test.plan.database.server?.metadata.name ?? '';
    test.cluster.seed(kinds.pods, { apiVersion: 'v1', kind: 'Pod', metadata: { name: server, namespace } });
    const check = job(test, 'volumeCheck');
    expect(await lookUntil(test, new RegExp(`^${check.metadata.name}: `))).toMatch(/its pod is not there yet/);
    expect((await test.restarted()).journal.upgrade).toEqual(report);
    for (const which of ['upgrade', 'check'] as const) expect(exists(test, job(test, which))).toBe(false);
    endJob(test, check);
    expect((await schemaUpgrade(test.attempt)).message).toBe('releasing the volume');
    expect(test.attempt.journal.volumeClean).toBe(true);
    collectPods(test, check);
    expect(await schemaUpgrade(test.attempt)).toEqual({ kind: 'done', message: 'the schema is at c3d4e5f6a7b8' });
    test.cluster.writes.length = 0;
    expect((await schemaUpgrade(await test.restarted())).kind).toBe('done');
    expect(test.cluster.writes).toEqual([]);
  });

  it('waits for the temporary server to end before it looks at the volume', async () => {
    const test = await upgraded();
    endJob(test, job(test, 'check'), { report: ['upgrade', report] });
    const server = test.plan.database.server;
    if (server === undefined) throw new Error('no server is planned');
    const name = server.metadata.name;
    const metadata = { ...server.metadata, uid: 'server', finalizers: ['example.com/held'] };
    test.cluster.seed(kinds.pods, { ...server, metadata });
    await test.attempt.update({ created: { ...test.attempt.journal.created, [`pods/${name}`]: { uid: 'server' } } });
    await lookUntil(test, /^stopping the temporary PostgreSQL server$/);
    expect(exists(test, job(test, 'volumeCheck'))).toBe(false);
    test.cluster.vanish(kinds.pods, { namespace, name });
    await schemaUpgrade(test.attempt);
    expect(exists(test, job(test, 'volumeCheck'))).toBe(true);
  });

  it('does not use a copy whose server was not stopped cleanly', async () => {
    const test = await upgraded();
    endJob(test, job(test, 'check'), { report: ['upgrade', report] });
    await lookUntil(test, new RegExp(`^${job(test, 'volumeCheck').metadata.name}: `));
    endJob(test, job(test, 'volumeCheck'), { state: 'Failed', said: 'in production' });
    await expect(schemaUpgrade(test.attempt)).rejects.toThrow(/in production/);
    expect(test.attempt.journal.volumeClean).toBeUndefined();
  });
});

describe('an upgrade that was cut off', () => {
  it('is repaired and run again, with the whole time of the step', async () => {
    const test = await frozen();
    const startedAt = '2026-01-01T00:00:00.000Z';
    await test.attempt.update({ steps: { 'schema-upgrade': { state: 'running', startedAt, message: '' } } });
    await schemaUpgrade(test.attempt);
    const upgrade = job(test, 'upgrade');
    endJob(test, upgrade, { state: 'Failed', podless: true });
    expect((await schemaUpgrade(test.attempt)).message).toMatch(
      /^upgrading once more, because the upgrade was cut off/,
    );
    expect(test.attempt.journal).toMatchObject({ upgradeRepeats: 1, upgradeRepair: 'clearing' });
    expect(test.attempt.journal.steps['schema-upgrade']?.startedAt).not.toBe(startedAt);
    const repair = job(test, 'repair');
    await lookUntil(test, /^repairing what the upgrade left half-done: its pod is not there yet$/);
    expect([exists(test, upgrade), exists(test, repair)]).toEqual([false, true]);
    endJob(test, repair);
    expect((await schemaUpgrade(test.attempt)).message).toBe('starting upgrade 2 of at most 4');
    await schemaUpgrade(test.attempt);
    expect(exists(test, upgrade)).toBe(true);
  });

  it('is not used when it cannot be repaired', async () => {
    const test = await frozen();
    await test.attempt.update({ upgradeRepair: 'running', upgradeRepeats: 1 });
    await schemaUpgrade(test.attempt);
    endJob(test, job(test, 'repair'), { state: 'Failed', said: 'not so' });
    await expect(schemaUpgrade(test.attempt)).rejects.toThrow(/not so/);
  });

  it('is run four times at most', async () => {
    const test = await frozen();
    await schemaUpgrade(test.attempt);
    endJob(test, job(test, 'upgrade'), { state: 'Failed', podless: true });
    await test.attempt.update({ upgradeRepeats: 3 });
    await expect(schemaUpgrade(test.attempt)).rejects.toThrow(/failed/);
  });

  it('is run again when somebody has deleted its Job, and fails when that goes on', async () => {
    const test = await frozen();
    await schemaUpgrade(test.attempt);
    const { name } = job(test, 'upgrade').metadata;
    test.cluster.vanish(kinds.jobs, { namespace, name });
    expect((await schemaUpgrade(test.attempt)).message).toMatch(new RegExp(`${name} was deleted by somebody`));
    expect(test.attempt.journal.upgradeRepair).toBe('clearing');
    const created = { [`jobs/${name}`]: { uid: 'gone' } };
    await test.attempt.update({ created, upgradeRepeats: 3, upgradeRepair: 'done' });
    await expect(schemaUpgrade(test.attempt)).rejects.toThrow(/was deleted by somebody/);
  });
});

describe('volumeAttached', () => {
  const claim = 'prod-quay-postgres-13';

  it.each([
    ['pv-1', /^waiting until the volume of prod-quay-postgres-13 is detached/],
    ['pv-2', undefined],
  ])('looks for the claim’s own volume: %s', async (persistentVolumeName, said) => {
    const test = await attemptOf();
    const metadata = { name: claim, namespace };
    const bound = { apiVersion: 'v1', kind: 'PersistentVolumeClaim', metadata, spec: { volumeName: 'pv-1' } };
    test.cluster.seed(kinds.persistentVolumeClaims, bound);
    const attachment = { apiVersion: 'storage.k8s.io/v1', kind: 'VolumeAttachment', metadata: { name: 'a' } };
    test.cluster.seed(kinds.volumeAttachments, { ...attachment, ...{ spec: { source: { persistentVolumeName } } } });
    const found = await volumeAttached(test.attempt, claim);
    if (said === undefined) expect(found).toBeUndefined();
    else expect(found).toMatch(said);
  });

  it('has nothing against a claim without a volume', async () => {
    const test = await attemptOf();
    expect(await volumeAttached(test.attempt, claim)).toBeUndefined();
  });
});
