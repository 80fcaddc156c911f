import type { MigrationPlan } from '../../../domain/plan/migration-plan.ts';
import { jobsOf } from '../../../domain/plan/jobs/work-plan.ts';
import { quayEcosystems } from '../../../k8s/resource.ts';
import type { Attempt } from '../attempt/attempt.ts';
import { removeCompleteLabel } from '../objects/complete-label.ts';
import { removeJob } from '../jobs/job-run.ts';
import { keepsLog } from '../jobs/kept-log.ts';
import { type StepOutcome, done, wait } from '../attempt/step-outcome.ts';
import { detachDatabase, holdEcosystem } from '../objects/old-database.ts';

/** Stops the migration's Jobs: none may access a database while the old registry starts. */
export async function stopWork(attempt: Attempt): Promise<StepOutcome> {
  if (attempt.journal.plan === undefined) return done('the migration had started no Jobs');
  const plan = await attempt.plan();
  await removeCompleteLabel(attempt);
  await protectOldDatabase(attempt, plan);
  for (const job of jobsOf(plan.work)) {
    if (await keepsLog(attempt, job)) continue;
    if (!(await removeJob(attempt, job))) return wait(`deleting Job ${job.metadata.name}`, 1);
  }
  return done('the migration has no running Jobs');
}

/** After success the QuayEcosystem owned the old database again: detach it, so that a deletion does not remove it now. */
async function protectOldDatabase(attempt: Attempt, plan: MigrationPlan): Promise<void> {
  if (attempt.journal.steps.freeze === undefined) return;
  const ecosystem = await attempt.client.get(quayEcosystems, attempt.name, attempt.namespace);
  const lives = ecosystem?.metadata.uid === attempt.journal.ecosystem.uid && !ecosystem.metadata.deletionTimestamp;
  if (!lives) return;
  await holdEcosystem(attempt);
  await detachDatabase(attempt, plan);
}
