import { Progress } from '../../contract/progress.ts';
import { progressKeys, workerExit } from '../../contract/worker.ts';
import type { Job } from '../../k8s/job.ts';
import { jobs } from '../../k8s/resource.ts';
import type { Attempt } from './attempt.ts';
import { type JobRun, removeJob, runJob } from './job-run.ts';
import { clearReports, readReport } from './progress-report.ts';
import { StepFailure } from './step-outcome.ts';

/** Runs of a copy that ended for a reason that another run may not meet. */
const retries = 2;

const finalExits: readonly (number | undefined)[] = [workerExit.unequal, workerExit.foreignWriter, workerExit.unfit];

/**
 * Runs a Job that copies the database, more than once where another run may help. Answers how far it is, or undefined
 * when it has succeeded. Throws StepFailure with `remedy` when it has failed for good.
 */
export async function copyNotDone(attempt: Attempt, planned: Job, remedy: string): Promise<string | undefined> {
  if (attempt.journal.restartCopy === true) return restart(attempt, planned);
  const run = await runJob(attempt, planned);
  if (run.state === 'running') return copyProgress(attempt, run.message);
  return run.state === 'failed' ? retryOrFail(attempt, run, remedy) : undefined;
}

async function copyProgress(attempt: Attempt, message: string): Promise<string> {
  const progress = await readReport(attempt, progressKeys.progress, Progress);
  if (progress === undefined) return message;
  const { tables, rows } = progress;
  return `${progress.phase}: ${tables.done} of ${tables.total} tables, ${rows.done} of about ${rows.total} rows`;
}

async function retryOrFail(
  attempt: Attempt,
  run: Extract<JobRun, { state: 'failed' }>,
  remedy: string,
): Promise<string> {
  if (finalExits.includes(run.exitCode) || attempt.journal.retries >= retries) {
    throw new StepFailure(run.message, remedy);
  }
  await attempt.update({ retries: attempt.journal.retries + 1, restartCopy: true });
  return `trying again after: ${run.message}`;
}

/** The failed Job goes, with what it reported, before the next one starts. */
async function restart(attempt: Attempt, planned: Job): Promise<string> {
  if (!(await removeJob(attempt, planned))) return 'removing the failed copy Job';
  await clearReports(attempt, [progressKeys.progress, progressKeys.proof]);
  await attempt.forgetCreated(jobs, planned.metadata.name);
  await attempt.update({ restartCopy: false });
  return `starting copy ${attempt.journal.retries + 1} of ${retries + 1}`;
}
