import { Progress } from '../../../contract/progress.ts';
import { workerExit } from '../../../contract/worker.ts';
import type { Job } from '../../../k8s/job.ts';
import { jobs } from '../../../k8s/resource.ts';
import type { Attempt } from '../attempt/attempt.ts';
import { type JobRun, removeJob, runJob } from './job-run.ts';
import { latestReport } from './job-report.ts';
import { workStatus } from './job-pod.ts';
import { sealOf } from './report-seal.ts';
import { StepFailure } from '../attempt/step-outcome.ts';

type Running = Extract<JobRun, { state: 'running' }>;

/** Retries of a copy that failed for a reason that may be temporary. */
const retries = 2;

const finalExits: readonly (number | undefined)[] = [workerExit.unequal, workerExit.foreignWriter, workerExit.unfit];

/**
 * Runs a Job that copies the database, with retries after temporary failures. Returns its progress, or undefined when it
 * succeeded. Throws StepFailure with `remedy` after the last failure.
 */
export async function copyPendingReason(attempt: Attempt, planned: Job, remedy: string): Promise<string | undefined> {
  if (attempt.journal.restartCopy === true) return restart(attempt, planned);
  const run = await runJob(attempt, planned);
  if (run.state === 'running') return copyProgress(attempt, run);
  if (run.state === 'succeeded') return undefined;
  const isFinal = finalExits.includes(run.exitCode);
  return isFinal ? fail(run.message, remedy) : copyAgain(attempt, run.message, remedy);
}

async function copyProgress(attempt: Attempt, { pod, message }: Running): Promise<string> {
  if (workStatus(pod)?.state?.running === undefined || pod === undefined) return message;
  const seal = sealOf(await attempt.plan());
  const progress = await latestReport(attempt.client, pod, seal, { kind: 'progress', schema: Progress });
  if (progress === undefined) return message;
  const { tables, rows } = progress;
  return `${progress.phase}: ${tables.done} of ${tables.total} tables, ${rows.done} of about ${rows.total} rows`;
}

function fail(why: string, remedy: string): never {
  throw new StepFailure(why, remedy);
}

/** Retries the copy while retries are left: a copy can always be repeated. */
export async function copyAgain(attempt: Attempt, why: string, remedy: string): Promise<string> {
  if (attempt.journal.retries >= retries) fail(why, remedy);
  await attempt.update({ retries: attempt.journal.retries + 1, restartCopy: true });
  return `retrying the copy after a failure: ${why}`;
}

/** Deletes the last Job and its report before the next one starts. */
async function restart(attempt: Attempt, planned: Job): Promise<string> {
  if (!(await removeJob(attempt, planned))) return 'deleting the previous copy Job';
  await attempt.forgetCreated(jobs, planned.metadata.name);
  await attempt.update({ restartCopy: false });
  return `starting copy ${attempt.journal.retries + 1} of at most ${retries + 1}`;
}
