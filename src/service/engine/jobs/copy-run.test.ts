import { describe, expect, it } from 'vitest';
import type { Progress } from '../../../contract/progress.ts';
import { framesOf } from '../../../contract/report-frames.ts';
import type { Job } from '../../../k8s/job.ts';
import * as kinds from '../../../k8s/resource.ts';
import { type AttemptUnderTest, attemptOf, changesIn, target } from '../attempt/attempt.fixture.ts';
import { copyAgain, copyPendingReason } from './copy-run.ts';
import { type End, endJob, startJob } from './ended-job.fixture.ts';
import { sealOf } from './report-seal.ts';

const { namespace } = target;

function jobOf({ plan }: AttemptUnderTest): Job {
  if (plan.work.copy === undefined) throw new Error('the plan has no copy');
  return plan.work.copy;
}

function look(test: AttemptUnderTest): Promise<string | undefined> {
  return copyPendingReason(test.attempt, jobOf(test), 'do this');
}

async function started(retries = 0): Promise<AttemptUnderTest> {
  const test = await attemptOf({ journal: { retries } });
  await look(test);
  return test;
}

async function ended(end: End, retries = 0): Promise<AttemptUnderTest> {
  const test = await started(retries);
  endJob(test, jobOf(test), end);
  return test;
}

describe('a copy', () => {
  it('is started, told how it stands, and over when it has succeeded', async () => {
    const test = await started();
    expect(await look(test)).toBe('its pod does not exist yet');
    endJob(test, jobOf(test));
    expect(await look(test)).toBeUndefined();
    expect(changesIn(test.cluster)).toEqual([`create Job ${jobOf(test).metadata.name}`]);
  });

  const progress: Progress = {
    ...{ schemaVersion: 1, writer: 'w', phase: 'rows', updatedAt: '2026-01-01T00:00:00Z', message: '' },
    ...{ tables: { done: 3, total: 92 }, rows: { done: 10, total: 500 }, bytes: { done: 1, total: 2 } },
  } as const;

  it('tells how far it is, by what its own pod said last', async () => {
    const test = await started();
    const pod = startJob(test, jobOf(test));
    expect(await look(test)).toBe('running');
    const place = { subject: pod.metadata.uid ?? '', kind: 'progress', number: 1 } as const;
    const key = `${namespace}/${pod.metadata.name}`;
    test.cluster.logs.set(key, framesOf({ ...progress, tables: 'many' }, place, sealOf(test.plan)).join('\n'));
    expect(await look(test)).toBe('running');
    test.cluster.logs.set(key, framesOf(progress, { ...place, subject: 'another' }, sealOf(test.plan)).join('\n'));
    expect(await look(test)).toBe('running');
    test.cluster.logs.set(key, framesOf(progress, place, sealOf(test.plan)).join('\n'));
    expect(await look(test)).toBe('rows: 3 of 92 tables, 10 of about 500 rows');
  });

  it('reads no log of a pod that does not run', async () => {
    const test = await started();
    const { metadata } = startJob(test, jobOf(test));
    test.cluster.log = async () => Promise.reject(new Error('no log was to be read'));
    test.cluster.edit(
      kinds.pods,
      { namespace, name: metadata.name },
      { status: { containerStatuses: [], phase: 'Pending' } },
    );
    expect(await look(test)).toBe('starting');
    const status = { name: 'run', image: '', imageID: '', ready: false, restartCount: 0 };
    const stateless = { status: { containerStatuses: [status] } };
    test.cluster.edit(kinds.pods, { namespace, name: metadata.name }, stateless);
    expect(await look(test)).toBe('starting');
  });

  it('is repeated after a failure, in three looks, by another Job', async () => {
    const test = await ended({ state: 'Failed', exitCode: 1, said: 'connection lost' });
    const { name } = jobOf(test).metadata;
    const { uid } = test.cluster.peek(kinds.jobs, { namespace, name })?.metadata ?? {};
    expect(await look(test)).toMatch(/^retrying the copy after a failure: .*connection lost/);
    expect((await test.restarted()).journal).toMatchObject({ retries: 1, restartCopy: true });
    test.cluster.writes.length = 0;
    for (const _look of [1, 2]) expect(await look(test)).toBe('deleting the previous copy Job');
    expect(changesIn(test.cluster)).toEqual([`delete Job ${name}`]);
    test.cluster.vanish(kinds.pods, { namespace, name: `${name}-x` });
    const attempt = await test.restarted();
    expect(await copyPendingReason(attempt, jobOf(test), '')).toBe('starting copy 2 of at most 3');
    expect(attempt.journal).toMatchObject({ retries: 1, restartCopy: false });
    expect(attempt.journal.created).not.toHaveProperty(`jobs/${name}`);
    await copyPendingReason(attempt, jobOf(test), '');
    expect(test.cluster.peek(kinds.jobs, { namespace, name })?.metadata.uid).not.toBe(uid);
  });

  it.each([
    [0, 1],
    [1, 2],
  ])('after %i repetitions is repeated once more', async (before, after) => {
    const test = await ended({ state: 'Failed', podless: true }, before);
    expect(await look(test)).toMatch(/^retrying the copy/);
    expect(test.attempt.journal.retries).toBe(after);
  });

  it('is repeated twice at most, and then says what to do', async () => {
    const test = await ended({ state: 'Failed', said: 'connection lost' }, 2);
    await expect(look(test)).rejects.toMatchObject({
      name: 'StepFailure',
      message: expect.stringContaining('connection lost') as never,
      remedy: 'do this',
    });
    expect(test.attempt.journal).toMatchObject({ retries: 2 });
    await expect(copyAgain(test.attempt, 'unread', 'do this')).rejects.toMatchObject({ message: 'unread' });
  });

  it.each([3, 4, 5])('is not repeated after exit status %i', async (exitCode) => {
    const test = await ended({ state: 'Failed', exitCode, said: 'for good' });
    await expect(look(test)).rejects.toMatchObject({
      message: expect.stringContaining('for good') as never,
      remedy: 'do this',
    });
    expect(test.attempt.journal.retries).toBe(0);
  });
});
