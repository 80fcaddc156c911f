import { readChoices } from '../../../domain/choices.ts';
import type { MigrationPlan } from '../../../domain/plan/migration-plan.ts';
import type { Deployment } from '../../../k8s/deployment.ts';
import * as kinds from '../../../k8s/resource.ts';
import type { Attempt } from '../attempt/attempt.ts';
import { recreate } from '../objects/recreate.ts';
import { bareLabel } from '../request/request.ts';
import { type StepOutcome, done, wait, waitForPerson } from '../attempt/step-outcome.ts';

/** Scales up the old registry's workloads and waits for them: this ends the downtime. */
export async function restoreWorkloads(attempt: Attempt): Promise<StepOutcome> {
  if (attempt.journal.plan === undefined) return done('no Deployment was scaled down');
  const plan = await attempt.plan();
  const { freeze } = plan;
  if (await needsRestore(attempt, plan)) return waitForPerson(restoreFirst(attempt), 10);
  const waiting: string[] = [];
  for (const name of freeze.writers) {
    const original = attempt.original(kinds.deployments, name);
    if (original === undefined) continue;
    const deployment = await restored(attempt, original);
    const wanted = original.spec?.replicas ?? 1;
    if (wanted > 0 && (deployment.status?.availableReplicas ?? 0) < 1) waiting.push(name);
  }
  if (waiting.length > 0) return wait(`waiting for ${waiting.join(', ')} to become available`, 1);
  return done('the old registry is available again');
}

/** Recreates the Deployment from the journal when a foreground deletion of the QuayEcosystem has deleted it. */
async function restored(attempt: Attempt, original: Deployment): Promise<Deployment> {
  const { name } = original.metadata;
  const deployment = await attempt.client.get(kinds.deployments, name, attempt.namespace);
  if (deployment === undefined) {
    return recreate(attempt, kinds.deployments, original, { ownerReferences: [] });
  }
  const replicas = original.spec?.replicas ?? 1;
  if (deployment.spec?.replicas === replicas) return deployment;
  // Undo only our own write: replicas that somebody else has set meanwhile stay.
  if (deployment.spec?.replicas !== 0) return deployment;
  return attempt.change(kinds.deployments, deployment, { type: 'merge', body: { spec: { replicas } } });
}

/** The old registry cannot run on an upgraded schema, and the upgrade cannot be undone without a backup. */
async function needsRestore(attempt: Attempt, plan: MigrationPlan): Promise<boolean> {
  const began = attempt.hasCreated(kinds.jobs, plan.work.upgrade.metadata.name);
  if (plan.database.mode === 'copy' || !began || attempt.journal.databaseUntouched === true) return false;
  const ecosystem = await attempt.client.get(kinds.quayEcosystems, attempt.name, attempt.namespace);
  const { choices } = readChoices(ecosystem?.metadata.annotations ?? {});
  return !choices.acknowledged.includes('database-restored');
}

function restoreFirst({ journal, name, namespace }: Attempt): string {
  const request = journal.request === bareLabel ? '' : `${journal.request}: `;
  return (
    'the database was upgraded in place, and the old registry cannot run on it: restore the backup, then acknowledge it: ' +
    `oc annotate quayecosystem ${name} -n ${namespace} --overwrite 'quay-migration/acknowledged=${request}database-restored'`
  );
}
