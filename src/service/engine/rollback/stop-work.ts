import type { Attempt } from '../attempt.ts';
import { removeJob } from '../job-run.ts';
import { type StepOutcome, done, wait } from '../step-outcome.ts';

/** Nothing of ours may read or write a database while the old registry comes back. */
export async function stopWork(attempt: Attempt): Promise<StepOutcome> {
  if (attempt.journal.plan === undefined) return done('nothing had begun');
  const { work } = await attempt.plan();
  for (const job of [work.copy, work.inspect, work.upgrade, work.check, work.volumeCheck, ...work.pull]) {
    if (job && !(await removeJob(attempt, job))) return wait(`stopping Job ${job.metadata.name}`, 1);
  }
  return done('no Job of the migration is left');
}
