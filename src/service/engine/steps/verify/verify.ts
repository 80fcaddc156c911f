import type { MigrationPlan } from '../../../../domain/plan/migration-plan.ts';
import * as kinds from '../../../../k8s/resource.ts';
import type { Attempt } from '../../attempt/attempt.ts';
import { cleanWork } from '../../objects/clean-work.ts';
import { completeLabel } from '../../objects/complete-label.ts';
import { restoreOwnership } from '../../objects/restore-ownership.ts';
import { type StepOutcome, StepFailure, done, wait } from '../../attempt/step-outcome.ts';
import { databasePodPendingReason } from './database-volume.ts';
import { notReady } from '../rollout.ts';

/**
 * Checks the result, then sets the label after which users delete the QuayEcosystem. That the registry answers is known
 * from its pods: the kubelet requests `/health/instance` (quay-operator 3.9 to 3.18: readiness probe of quay-app), and
 * one pod is available. The service itself sends no request: users who may edit Services of the namespace could choose
 * its destination.
 */
export async function verify(attempt: Attempt): Promise<StepOutcome> {
  const plan = await attempt.plan();
  const registry = await attempt.client.get(kinds.quayRegistries, attempt.name, attempt.namespace);
  const app = await attempt.client.get(kinds.deployments, `${attempt.name}-quay-app`, attempt.namespace);
  const missing = registry ? notReady(registry, app, plan.quayVersion) : 'the QuayRegistry does not exist';
  if (missing !== undefined) return wait(missing);
  await assertKeysKept(attempt);
  await assertAsPlanned(attempt, plan);
  const pending = await databasePodPendingReason(attempt, plan);
  if (pending !== undefined) return wait(pending);
  if (!(await cleanWork(attempt, plan))) return wait('deleting the temporary objects of the migration');
  await restoreOwnership(attempt);
  const ecosystem = await attempt.client.get(kinds.quayEcosystems, attempt.name, attempt.namespace);
  if (ecosystem && ecosystem.metadata.labels?.[completeLabel] !== 'true') {
    const body = { metadata: { labels: { [completeLabel]: 'true' } } };
    await attempt.change(kinds.quayEcosystems, ecosystem, { type: 'merge', body });
  }
  return done('keys, volume, version and health match the plan');
}

/** The operator writes the Secret of the keys: with other keys, every robot token would be unreadable. */
export async function assertKeysKept(attempt: Attempt): Promise<void> {
  const { managedKeys } = (await attempt.plan()).registry;
  const found = await attempt.client.get(kinds.secrets, managedKeys.metadata.name, attempt.namespace);
  const changed = ['SECRET_KEY', 'DATABASE_SECRET_KEY'].filter((key) => found?.data?.[key] !== managedKeys.data?.[key]);
  if (changed.length === 0) return;
  throw new StepFailure(
    `Secret ${attempt.namespace}/${managedKeys.metadata.name} does not have the old registry's ${changed.join(' and ')}`,
    'Do not use the new registry: it cannot decrypt tokens without these keys. Roll the migration back.',
  );
}

/** Checks that config bundle and volume are those of the plan, and were not edited or deleted during the rollout. */
export async function assertAsPlanned(attempt: Attempt, { registry, database }: MigrationPlan): Promise<void> {
  const { name } = registry.bundle.metadata;
  const bundle = await attempt.client.get(kinds.secrets, name, attempt.namespace);
  const planned = Object.entries(registry.bundle.data ?? {});
  const changed = planned.filter(([file, content]) => bundle?.data?.[file] !== content).map(([file]) => file);
  if (changed.length > 0) {
    throw new StepFailure(
      `Secret ${attempt.namespace}/${name} does not match the plan: ${changed.join(', ')} changed during the migration`,
      'Restore the Secret as `quay-migration plan` shows it, or roll the migration back. Change settings after the migration.',
    );
  }
  if (database.claim === undefined) return;
  const claim = await attempt.client.get(kinds.persistentVolumeClaims, database.claim.metadata.name, attempt.namespace);
  const recorded = attempt.created(kinds.persistentVolumeClaims, database.claim.metadata.name);
  if (claim?.metadata.uid === recorded?.uid && claim?.metadata.deletionTimestamp === undefined) return;
  throw new StepFailure(
    `PersistentVolumeClaim ${attempt.namespace}/${database.claim.metadata.name} was deleted during the migration`,
    'The copied database is deleted with its volume. Roll the migration back.',
  );
}
