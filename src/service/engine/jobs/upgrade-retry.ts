import type { MigrationPlan } from '../../../domain/plan/migration-plan.ts';
import { jobs } from '../../../k8s/resource.ts';
import type { Attempt } from '../attempt/attempt.ts';
import { removeJob, runJob } from './job-run.ts';
import { StepFailure } from '../attempt/step-outcome.ts';

const repeats = 3;

/** Only the upgrade of a copy is retried: after a failed in-place upgrade a person decides. */
export async function isRepeated(attempt: Attempt): Promise<boolean> {
  const { work } = await attempt.plan();
  return work.repair !== undefined && (attempt.journal.upgradeRepeats ?? 0) < repeats;
}

/** Each retry gets the full deadline of the step. */
export async function repeatLater(attempt: Attempt, why: string): Promise<string> {
  const { steps, upgradeRepeats = 0 } = attempt.journal;
  const step = steps['schema-upgrade'];
  await attempt.update({
    upgradeRepeats: upgradeRepeats + 1,
    upgradeRepair: 'clearing',
    ...(step && { steps: { ...steps, 'schema-upgrade': { ...step, startedAt: attempt.now() } } }),
  });
  return `running the schema upgrade again, because it was interrupted: ${why}`;
}

/** Deletes the interrupted Job, repairs the database that it left, and allows the next upgrade Job. */
export async function repairUpgrade(
  attempt: Attempt,
  { work }: MigrationPlan,
  stage: 'clearing' | 'running',
): Promise<string> {
  const { upgrade, repair } = work;
  if (repair === undefined) throw new Error('the plan has no repair of the upgrade');
  if (stage === 'clearing') {
    for (const job of [upgrade, repair]) {
      if (!(await removeJob(attempt, job))) return `deleting Job ${job.metadata.name}`;
      await attempt.forgetCreated(jobs, job.metadata.name);
    }
    await attempt.update({ upgradeRepair: 'running' });
  }
  const run = await runJob(attempt, repair);
  if (run.state === 'running') return `repairing the interrupted schema upgrade: ${run.message}`;
  if (run.state === 'failed')
    throw new StepFailure(run.message, 'The upgraded copy is not used. Request the migration again.');
  await attempt.update({ upgradeRepair: 'done' });
  return `starting schema upgrade ${(attempt.journal.upgradeRepeats ?? 0) + 1} of at most ${repeats + 1}`;
}
