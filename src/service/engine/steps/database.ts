import { Progress } from '../../../contract/progress.ts';
import { Proof } from '../../../contract/proof.ts';
import { progressKeys, workerExit } from '../../../contract/worker.ts';
import type { Job } from '../../../k8s/job.ts';
import { jobs } from '../../../k8s/resource.ts';
import type { Attempt } from '../attempt.ts';
import { type JobRun, removeJob, runJob } from '../job-run.ts';
import { clearReports, readReport } from '../progress-report.ts';
import { type StepOutcome, StepFailure, done, wait } from '../step-outcome.ts';
import { assertFrozen } from './freeze.ts';

/** Runs of the copy that ended for a reason that another run may not meet. */
const retries = 2;

const finalExits: readonly (number | undefined)[] = [workerExit.unequal, workerExit.foreignWriter, workerExit.unfit];

/** Copies the old database into the volume of the new one, and takes the proof of equality into the journal. */
export async function database(attempt: Attempt): Promise<StepOutcome> {
  const { work } = await attempt.plan();
  if (work.copy === undefined) return done('the database stays where it is');
  await assertFrozen(attempt);
  if (attempt.journal.restartCopy === true) return restart(attempt, work.copy);
  const run = await runJob(attempt, work.copy);
  if (run.state === 'running') return wait(await copyProgress(attempt, run.message));
  if (run.state === 'failed') return retryOrFail(attempt, run);
  const proof = await readReport(attempt, progressKeys.proof, Proof);
  if (proof === undefined) return wait('reading the proof');
  await attempt.update({ proof });
  assertEqual(proof);
  const rows = proof.tables.reduce((sum, table) => sum + table.rows.source, 0);
  return done(`${proof.tables.length} tables with ${rows} rows and ${proof.sequences.length} sequences are equal`);
}

async function copyProgress(attempt: Attempt, message: string): Promise<string> {
  const progress = await readReport(attempt, progressKeys.progress, Progress);
  if (progress === undefined) return message;
  const { tables, rows } = progress;
  return `${progress.phase}: ${tables.done} of ${tables.total} tables, ${rows.done} of about ${rows.total} rows`;
}

async function retryOrFail(attempt: Attempt, run: Extract<JobRun, { state: 'failed' }>): Promise<StepOutcome> {
  if (finalExits.includes(run.exitCode) || attempt.journal.retries >= retries) {
    throw new StepFailure(
      run.message,
      'The old database was only read. Mend what the message names, then ask again; or go on with the database ' +
        'unmanaged: annotation quay-migration/database: unmanaged.',
    );
  }
  await attempt.update({ retries: attempt.journal.retries + 1, restartCopy: true });
  return wait(`trying again after: ${run.message}`);
}

/** The failed Job goes, with what it reported, before the next one starts from nothing. */
async function restart(attempt: Attempt, planned: Job): Promise<StepOutcome> {
  if (!(await removeJob(attempt, planned))) return wait('removing the failed copy Job', 1);
  await clearReports(attempt, [progressKeys.progress, progressKeys.proof]);
  await attempt.forgetCreated(jobs, planned.metadata.name);
  await attempt.update({ restartCopy: false });
  return wait(`starting copy ${attempt.journal.retries + 1} of ${retries + 1}`, 0);
}

function assertEqual(proof: Proof): void {
  if (proof.equal) return;
  const unequal = proof.tables.filter((table) => !table.equal).map((table) => table.table);
  throw new StepFailure(
    `the copy is not equal to the old database: ${unequal.join(', ') || 'sequences or definitions differ'}`,
    'Nothing of the copy is used. Make sure that nobody writes to the old database, then ask again.',
  );
}
