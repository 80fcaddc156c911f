import { describe, expect, it } from 'vitest';
import * as kinds from '../../../k8s/resource.ts';
import { type AttemptUnderTest, attemptOf, target } from '../attempt/attempt.fixture.ts';
import { type End, endJob, proofOf } from '../jobs/ended-job.fixture.ts';
import { database } from './database.ts';
import { freeze } from './freeze.ts';

const { namespace } = target;

/** The copy was started, and ended like this. */
async function ended(end: End): Promise<AttemptUnderTest> {
  const test = await attemptOf();
  await freeze(test.attempt);
  await database(test.attempt);
  endJob(test, test.plan.work.copy ?? test.plan.work.inspect, end);
  return test;
}

describe('database', () => {
  it('has nothing to do where the database stays', async () => {
    const { attempt } = await attemptOf({ choices: { database: 'unmanaged' } });
    expect(await database(attempt)).toEqual({ kind: 'done', message: 'the database is not copied' });
  });

  it('starts no copy while somebody may write', async () => {
    const { cluster, attempt } = await attemptOf();
    await expect(database(attempt)).rejects.toThrow(/scaled up/);
    expect(await cluster.list(kinds.jobs, { namespace })).toEqual([]);
  });

  it('takes the proof into the journal, with the totals in words', async () => {
    const proof = proofOf();
    const { attempt, restarted } = await ended({ report: ['proof', proof] });
    expect(await database(attempt)).toMatchObject({
      kind: 'done',
      message: '1 tables with 3 rows and 0 sequences are equal in both databases',
    });
    expect((await restarted()).journal.proof).toEqual(proof);
  });

  it('keeps a proof that is not equal, and fails with the tables', async () => {
    const [table] = proofOf().tables;
    const tables = table === undefined ? [] : [table, { ...table, table: 'manifest', equal: false }];
    const { attempt } = await ended({ report: ['proof', proofOf({ equal: false, tables })] });
    await expect(database(attempt)).rejects.toThrow('the target database differs from the source database: manifest');
    expect(attempt.journal.proof?.equal).toBe(false);
  });

  it('says so when only sequences or definitions differ', async () => {
    const { attempt } = await ended({ report: ['proof', proofOf({ equal: false })] });
    await expect(database(attempt)).rejects.toThrow(/sequences or definitions differ/);
  });

  it.each<[string, End]>([
    ['is not there', {}],
    ['is of another shape', { report: ['proof', { schemaVersion: 1 }] }],
    ['is of another kind', { report: ['source', proofOf()] }],
  ])('copies again when the proof %s', async (_what, end) => {
    const test = await ended(end);
    expect((await database(test.attempt)).message).toMatch(
      /^retrying the copy after a failure: the proof of Job .* could not be read completely/,
    );
    expect(test.attempt.journal).toMatchObject({ restartCopy: true, retries: 1 });
    expect(test.attempt.journal.proof).toBeUndefined();
    const { name = '' } = test.plan.work.copy?.metadata ?? {};
    expect((await database(test.attempt)).message).toBe('deleting the previous copy Job');
    test.cluster.vanish(kinds.pods, { namespace, name: `${name}-x` });
    expect((await database(test.attempt)).message).toBe('starting copy 2 of at most 3');
    expect(test.cluster.peek(kinds.jobs, { namespace, name })).toBeUndefined();
    await database(test.attempt);
    expect(test.cluster.peek(kinds.jobs, { namespace, name })).toBeDefined();
  });

  it('copies three times at most', async () => {
    const test = await ended({ state: 'Failed', said: 'cut off' });
    await test.attempt.update({ retries: 2 });
    await expect(database(test.attempt)).rejects.toThrow(/cut off/);
  });

  it.each([3, 4, 5])('does not copy again after exit status %s, which another run would meet too', async (exitCode) => {
    const test = await ended({ state: 'Failed', exitCode, said: 'for good' });
    await expect(database(test.attempt)).rejects.toThrow(/for good/);
    expect(test.attempt.journal.retries).toBe(0);
  });
});
