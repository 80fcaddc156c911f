import { UpgradeReport } from '../../../../contract/source-report.ts';
import { halfDoneRevision, repairStatements } from '../../../../contract/upgrade-repair.ts';
import type { MigrationPlan } from '../../../../domain/plan/migration-plan.ts';
import { upgradeSeconds } from '../../../../domain/plan/steps.ts';
import type { Job } from '../../../../k8s/job.ts';
import * as kinds from '../../../../k8s/resource.ts';
import type { Attempt } from '../../attempt/attempt.ts';
import { isJobGone, removeJob, runJob } from '../../jobs/job-run.ts';
import { handOverProof, reportOf, runForReport } from '../../jobs/report-run.ts';
import { isRepeated, repairUpgrade, repeatLater } from '../../jobs/upgrade-retry.ts';
import { type StepOutcome, StepFailure, done, wait } from '../../attempt/step-outcome.ts';
import { assertFrozen } from '../freeze.ts';

/** Runs the installed Quay's own migrations on the database, looks at the result, and stops the temporary server. */
export async function schemaUpgrade(attempt: Attempt): Promise<StepOutcome> {
  const plan = await attempt.plan();
  if (attempt.journal.upgradeFailure !== undefined) return lookAgain(attempt, plan, attempt.journal.upgradeFailure);
  if (attempt.journal.upgrade === undefined) {
    await assertFrozen(attempt);
    const waiting =
      (await notAtRest(attempt, plan)) ?? (await upgradeWaits(attempt, plan)) ?? (await checkWaits(attempt, plan));
    if (waiting !== undefined) return wait(waiting);
    const upgrade = await reportOf(attempt, plan.work.check, { kind: 'upgrade', schema: UpgradeReport });
    if (upgrade === undefined) return wait(await runForReport(attempt, plan.work.check));
    if (!upgrade.equal) {
      throw new StepFailure(
        `after the schema upgrade to ${upgrade.revision} rows are missing in tables that the upgrade keeps`,
        'The upgraded copy is not used. Report this with the log of the upgrade Job.',
      );
    }
    await attempt.update({ upgrade });
  }
  const stopping = await serverStops(attempt, plan);
  if (stopping !== undefined) return wait(stopping, 1);
  return done(`the schema is at ${attempt.journal.upgrade?.revision ?? 'the new revision'}`);
}

/** Before its upgrade in place, a database that others use too is left alone: nothing was changed so far. */
async function notAtRest(attempt: Attempt, { work }: MigrationPlan): Promise<string | undefined> {
  const began = `jobs/${work.upgrade.metadata.name}` in attempt.journal.created;
  if (work.rest === undefined || began) return undefined;
  const run = await runJob(attempt, work.rest);
  if (run.state === 'succeeded') return undefined;
  if (run.state === 'running') return `looking whether somebody else uses the database: ${run.message}`;
  throw new StepFailure(run.message, 'Stop whoever it names, then ask again. The database was not touched.');
}

async function jobWaits(attempt: Attempt, planned: MigrationPlan['work']['upgrade']): Promise<string | undefined> {
  const run = await runJob(attempt, planned);
  if (run.state === 'succeeded') return undefined;
  if (run.state === 'running') return `${planned.metadata.name}: ${run.message}`;
  const isUpgrade = planned.metadata.name === (await attempt.plan()).work.upgrade.metadata.name;
  if (isUpgrade && run.cutOff && (await isRepeated(attempt))) return repeatLater(attempt, run.message);
  if ((await attempt.plan()).database.mode === 'in-place') {
    await attempt.update({ upgradeFailure: run.message });
    return 'looking whether the database was changed';
  }
  throw new StepFailure(run.message, logHint(attempt, planned.metadata.name));
}

/** The upgrade Job, and what it takes to run it once more where it was cut off. */
async function upgradeWaits(attempt: Attempt, plan: MigrationPlan): Promise<string | undefined> {
  const { upgrade } = plan.work;
  const { upgradeRepair } = attempt.journal;
  if (upgradeRepair === 'clearing' || upgradeRepair === 'running') return repairUpgrade(attempt, plan, upgradeRepair);
  if (!(await isJobGone(attempt, upgrade))) return jobWaits(attempt, inMeasuredTime(attempt, upgrade));
  const message = `Job ${attempt.namespace}/${upgrade.metadata.name} was deleted by somebody`;
  if (await isRepeated(attempt)) return repeatLater(attempt, message);
  if (plan.database.mode === 'copy') throw new StepFailure(message, 'Find out who deletes it, then ask again.');
  await attempt.update({ upgradeFailure: message });
  return 'looking whether the database was changed';
}

async function checkWaits(attempt: Attempt, { work }: MigrationPlan): Promise<string | undefined> {
  if (attempt.journal.proof !== undefined) await handOverProof(attempt, attempt.journal.proof);
  return jobWaits(attempt, work.check);
}

/** The Job ends with its step, whose time follows the size that was measured. */
function inMeasuredTime({ journal }: Attempt, job: Job): Job {
  const { activeDeadlineSeconds: planned } = job.spec ?? {};
  if (planned === undefined) return job;
  return { ...job, spec: { ...job.spec, activeDeadlineSeconds: upgradeSeconds(planned, journal.source?.bytes) } };
}

function logHint(attempt: Attempt, jobName: string): string {
  return `Look at its log: oc logs job/${jobName} -n ${attempt.namespace}. Then ask again.`;
}

/** A database that is upgraded in place has no copy: whether the old registry can run on it decides what comes next. */
async function lookAgain(attempt: Attempt, { work }: MigrationPlan, failure: string): Promise<StepOutcome> {
  if (attempt.journal.inspectAgain !== true) {
    if (!(await removeJob(attempt, work.inspect))) return wait('looking whether the database was changed', 1);
    await attempt.forgetCreated(kinds.jobs, work.inspect.metadata.name);
    await attempt.update({ inspectAgain: true });
  }
  const run = await runJob(attempt, work.inspect);
  if (run.state === 'running') return wait(`looking whether the database was changed: ${run.message}`);
  if (run.state === 'succeeded') {
    await attempt.update({ databaseUntouched: true });
    throw new StepFailure(
      `${failure}; the database is still at its old revision`,
      logHint(attempt, work.upgrade.metadata.name),
    );
  }
  throw new StepFailure(
    `${failure}; the database is no longer at its old revision, and the old registry cannot run on it`,
    'Restore the database from the backup, then take the migration back: annotation quay-migration/rollback. Or mend ' +
      'what the Job names and run `migrate head` again. Where the upgrade was cut off in revision ' +
      `${halfDoneRevision} (\`migrate head\` then says: column "immutable" of relation "tag" already exists), wait until ` +
      `its sessions are gone from pg_stat_activity and run first ${repairStatements.map((sql) => `\`${sql};\``).join(' and ')}.`,
  );
}

/**
 * The operator's server may start only on a volume that no other server has: ours is stopped, its pod is gone, the
 * control file says `shut down`, and nothing is attached any more.
 */
async function serverStops(attempt: Attempt, { database, work }: MigrationPlan): Promise<string | undefined> {
  if (!database.server || !database.claim || !work.volumeCheck) return undefined;
  const checked = `jobs/${work.volumeCheck.metadata.name}`;
  if (!(checked in attempt.journal.created)) {
    // Jobs of the database hold its volume or its sessions no longer than this.
    for (const job of [work.firstCopy, work.copy, work.inspect, work.upgrade, work.repair, work.check]) {
      if (job && !(await removeJob(attempt, job))) return `removing Job ${job.metadata.name}`;
    }
    if (!(await attempt.removeCreated(kinds.pods, database.server.metadata.name))) {
      return 'stopping the temporary PostgreSQL server';
    }
  }
  if (attempt.journal.volumeClean !== true) {
    const run = await runJob(attempt, work.volumeCheck);
    if (run.state === 'running') return `${work.volumeCheck.metadata.name}: ${run.message}`;
    if (run.state === 'failed') {
      throw new StepFailure(
        run.message,
        'The copy is not used, because its server was not stopped cleanly. Ask again.',
      );
    }
    await attempt.update({ volumeClean: true });
  }
  if (!(await removeJob(attempt, work.volumeCheck))) return 'releasing the volume';
  return volumeAttached(attempt, database.claim.metadata.name);
}

/** Why the operator's server may not start on the volume yet; undefined when it may. */
export async function volumeAttached(attempt: Attempt, claimName: string): Promise<string | undefined> {
  const claim = await attempt.client.get(kinds.persistentVolumeClaims, claimName, attempt.namespace);
  const volume = claim?.spec?.volumeName;
  if (volume === undefined) return undefined;
  const attachments = await attempt.facts.list(kinds.volumeAttachments);
  const attached = attachments.find((attachment) => {
    const { spec } = attachment as typeof attachment & { spec?: { source?: { persistentVolumeName?: string } } };
    return spec?.source?.persistentVolumeName === volume;
  });
  return attached === undefined ? undefined : `waiting until the volume of ${claimName} is detached from its node`;
}
