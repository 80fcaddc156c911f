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

/** Runs the schema migrations of the installed Quay, checks the result, and stops the temporary server. */
export async function schemaUpgrade(attempt: Attempt): Promise<StepOutcome> {
  const plan = await attempt.plan();
  if (attempt.journal.upgradeFailure !== undefined)
    return recheckDatabase(attempt, plan, attempt.journal.upgradeFailure);
  if (attempt.journal.upgrade === undefined) {
    await assertFrozen(attempt);
    const waiting =
      (await sourceBusyReason(attempt, plan)) ??
      (await upgradePendingReason(attempt, plan)) ??
      (await checkPendingReason(attempt, plan));
    if (waiting !== undefined) return wait(waiting);
    const upgrade = await reportOf(attempt, plan.work.check, { kind: 'upgrade', schema: UpgradeReport });
    if (upgrade === undefined) return wait(await runForReport(attempt, plan.work.check));
    if (!upgrade.equal) {
      throw new StepFailure(
        `the schema upgrade to ${upgrade.revision} lost rows in tables that it should keep`,
        'The upgraded copy is not used. Report this problem with the log of the upgrade Job.',
      );
    }
    await attempt.update({ upgrade });
  }
  const stopping = await serverPendingReason(attempt, plan);
  if (stopping !== undefined) return wait(stopping, 1);
  return done(`the schema is at revision ${attempt.journal.upgrade?.revision ?? '(unknown)'}`);
}

/** Checks before an in-place upgrade that no other client uses the database. Nothing was changed so far. */
async function sourceBusyReason(attempt: Attempt, { work }: MigrationPlan): Promise<string | undefined> {
  const began = attempt.hasCreated(kinds.jobs, work.upgrade.metadata.name);
  if (work.rest === undefined || began) return undefined;
  const run = await runJob(attempt, work.rest);
  if (run.state === 'succeeded') return undefined;
  if (run.state === 'running') return `checking whether other clients use the database: ${run.message}`;
  throw new StepFailure(
    run.message,
    'Stop the clients that the message names, then request the migration again. The database was not changed.',
  );
}

async function jobPendingReason(
  attempt: Attempt,
  planned: MigrationPlan['work']['upgrade'],
): Promise<string | undefined> {
  const run = await runJob(attempt, planned);
  if (run.state === 'succeeded') return undefined;
  if (run.state === 'running') return `${planned.metadata.name}: ${run.message}`;
  const isUpgrade = planned.metadata.name === (await attempt.plan()).work.upgrade.metadata.name;
  if (isUpgrade && run.cutOff && (await isRepeated(attempt))) return repeatLater(attempt, run.message);
  if ((await attempt.plan()).database.mode === 'in-place') {
    await attempt.update({ upgradeFailure: run.message });
    return 'checking whether the database was changed';
  }
  throw new StepFailure(run.message, logHint(attempt, planned.metadata.name));
}

/** Runs the upgrade Job, with repair and retry when it was interrupted. */
async function upgradePendingReason(attempt: Attempt, plan: MigrationPlan): Promise<string | undefined> {
  const { upgrade } = plan.work;
  const { upgradeRepair } = attempt.journal;
  if (upgradeRepair === 'clearing' || upgradeRepair === 'running') return repairUpgrade(attempt, plan, upgradeRepair);
  if (!(await isJobGone(attempt, upgrade))) return jobPendingReason(attempt, inMeasuredTime(attempt, upgrade));
  const message = `Job ${attempt.namespace}/${upgrade.metadata.name} was deleted during the schema upgrade`;
  if (await isRepeated(attempt)) return repeatLater(attempt, message);
  if (plan.database.mode === 'copy')
    throw new StepFailure(message, 'Find out what deletes the Job and stop it, then request the migration again.');
  await attempt.update({ upgradeFailure: message });
  return 'checking whether the database was changed';
}

async function checkPendingReason(attempt: Attempt, { work }: MigrationPlan): Promise<string | undefined> {
  if (attempt.journal.proof !== undefined) await handOverProof(attempt, attempt.journal.proof);
  return jobPendingReason(attempt, work.check);
}

/** The Job has the same deadline as its step, which depends on the measured size of the database. */
function inMeasuredTime({ journal }: Attempt, job: Job): Job {
  const { activeDeadlineSeconds: planned } = job.spec ?? {};
  if (planned === undefined) return job;
  return { ...job, spec: { ...job.spec, activeDeadlineSeconds: upgradeSeconds(planned, journal.source?.bytes) } };
}

function logHint(attempt: Attempt, jobName: string): string {
  return `Read the log of the Job: oc logs job/${jobName} -n ${attempt.namespace}. Fix the reported problem, then request the migration again.`;
}

/** After a failed in-place upgrade, whether the old registry can still run on the database decides what comes next. */
async function recheckDatabase(attempt: Attempt, { work }: MigrationPlan, failure: string): Promise<StepOutcome> {
  if (attempt.journal.inspectAgain !== true) {
    if (!(await removeJob(attempt, work.inspect))) return wait('checking whether the database was changed', 1);
    await attempt.forgetCreated(kinds.jobs, work.inspect.metadata.name);
    await attempt.update({ inspectAgain: true });
  }
  const run = await runJob(attempt, work.inspect);
  if (run.state === 'running') return wait(`checking whether the database was changed: ${run.message}`);
  if (run.state === 'succeeded') {
    await attempt.update({ databaseUntouched: true });
    throw new StepFailure(
      `${failure}; the database is still at its old revision`,
      logHint(attempt, work.upgrade.metadata.name),
    );
  }
  throw new StepFailure(
    `${failure}; the database is no longer at its old revision, and the old registry cannot run on it`,
    'Restore the database from the backup, then roll the migration back with the annotation quay-migration/rollback. Or ' +
      'fix the problem that the Job reports, then run `migrate head` again. If the upgrade was interrupted in revision ' +
      `${halfDoneRevision} (\`migrate head\` then reports: column "immutable" of relation "tag" already exists), wait until ` +
      `its sessions are gone from pg_stat_activity, then first run ${repairStatements.map((sql) => `\`${sql};\``).join(' and ')}.`,
  );
}

/**
 * The operator's PostgreSQL may start only on a volume that no other server uses: stops the temporary server, waits for
 * its pod to go, checks that the control file says `shut down`, and waits until the volume is detached.
 */
async function serverPendingReason(attempt: Attempt, { database, work }: MigrationPlan): Promise<string | undefined> {
  if (!database.server || !database.claim || !work.volumeCheck) return undefined;
  const checked = `jobs/${work.volumeCheck.metadata.name}`;
  if (!(checked in attempt.journal.created)) {
    // The database Jobs must release the volume and their sessions before the server stops.
    for (const job of [work.firstCopy, work.copy, work.inspect, work.upgrade, work.repair, work.check]) {
      if (job && !(await removeJob(attempt, job))) return `deleting Job ${job.metadata.name}`;
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
        'The copy is not used, because its server was not shut down cleanly. Request the migration again.',
      );
    }
    await attempt.update({ volumeClean: true });
  }
  if (!(await removeJob(attempt, work.volumeCheck))) return 'releasing the volume';
  return volumeAttached(attempt, database.claim.metadata.name);
}

/** Why the operator's PostgreSQL may not start on the volume yet; undefined when it may. */
export async function volumeAttached(attempt: Attempt, claimName: string): Promise<string | undefined> {
  const claim = await attempt.client.get(kinds.persistentVolumeClaims, claimName, attempt.namespace);
  const volume = claim?.spec?.volumeName;
  if (volume === undefined) return undefined;
  const attachments = await attempt.facts.list(kinds.volumeAttachments);
  const attached = attachments.find((attachment) => {
    const { spec } = attachment as typeof attachment & { spec?: { source?: { persistentVolumeName?: string } } };
    return spec?.source?.persistentVolumeName === volume;
  });
  return attached === undefined
    ? undefined
    : `waiting for the volume of PersistentVolumeClaim ${claimName} to be detached from its node`;
}
