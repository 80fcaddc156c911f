import type { MigrationPlan } from '../../../../domain/plan/migration-plan.ts';
import * as kinds from '../../../../k8s/resource.ts';
import type { Attempt } from '../../attempt/attempt.ts';
import { cleanWork } from '../../objects/clean-work.ts';
import { completeLabel } from '../../objects/complete-label.ts';
import { originalKey } from '../../journal/journal.ts';
import { restoreOwnership } from '../../objects/restore-ownership.ts';
import { type StepOutcome, StepFailure, done, wait } from '../../attempt/step-outcome.ts';
import { databaseNotOnVolume } from './database-volume.ts';
import { notReady } from '../rollout.ts';

/**
 * Looks once more at what people depend on; only then is the label set on which they delete. That the registry answers is
 * known from its pods: the kubelet asks them for `/health/instance` (quay-operator 3.9 to 3.18: readiness probe of
 * quay-app), and one is available. This service asks nobody itself: who may edit Services of the namespace would choose
 * whom it connects to.
 */
export async function verify(attempt: Attempt): Promise<StepOutcome> {
  const plan = await attempt.plan();
  const registry = await attempt.client.get(kinds.quayRegistries, attempt.name, attempt.namespace);
  const app = await attempt.client.get(kinds.deployments, `${attempt.name}-quay-app`, attempt.namespace);
  const missing = registry ? notReady(registry, app, plan.quayVersion) : 'the QuayRegistry is gone';
  if (missing !== undefined) return wait(missing);
  await assertKeysKept(attempt);
  await assertAsPlanned(attempt, plan);
  const elsewhere = await databaseNotOnVolume(attempt, plan);
  if (elsewhere !== undefined) return wait(elsewhere);
  if (!(await cleanWork(attempt, plan))) return wait('removing what only the migration needed');
  await restoreOwnership(attempt);
  const ecosystem = await attempt.client.get(kinds.quayEcosystems, attempt.name, attempt.namespace);
  if (ecosystem && ecosystem.metadata.labels?.[completeLabel] !== 'true') {
    const body = { metadata: { labels: { [completeLabel]: 'true' } } };
    await attempt.change(kinds.quayEcosystems, ecosystem, { type: 'merge', body });
  }
  return done('keys, volume, version and health are as planned');
}

/** The operator rewrites the keys Secret: with another key every robot token would be unreadable. */
export async function assertKeysKept(attempt: Attempt): Promise<void> {
  const { managedKeys } = (await attempt.plan()).registry;
  const found = await attempt.client.get(kinds.secrets, managedKeys.metadata.name, attempt.namespace);
  const changed = ['SECRET_KEY', 'DATABASE_SECRET_KEY'].filter((key) => found?.data?.[key] !== managedKeys.data?.[key]);
  if (changed.length === 0) return;
  throw new StepFailure(
    `Secret ${attempt.namespace}/${managedKeys.metadata.name}: ${changed.join(' and ')} differ from the old registry's`,
    'Do not use the new registry: encrypted tokens cannot be read with another key. Take the migration back.',
  );
}

/** Settings and volume are those of the plan: somebody may have edited or deleted them during the rollout. */
export async function assertAsPlanned(attempt: Attempt, { registry, database }: MigrationPlan): Promise<void> {
  const { name } = registry.bundle.metadata;
  const bundle = await attempt.client.get(kinds.secrets, name, attempt.namespace);
  const planned = Object.entries(registry.bundle.data ?? {});
  const changed = planned.filter(([file, content]) => bundle?.data?.[file] !== content).map(([file]) => file);
  if (changed.length > 0) {
    throw new StepFailure(
      `Secret ${attempt.namespace}/${name} is not as planned: ${changed.join(', ')} changed during the migration`,
      'Put it back as `quay-migration plan` shows it, or take the migration back. Change settings after the migration.',
    );
  }
  if (database.claim === undefined) return;
  const claim = await attempt.client.get(kinds.persistentVolumeClaims, database.claim.metadata.name, attempt.namespace);
  const recorded = attempt.journal.created[originalKey(kinds.persistentVolumeClaims, database.claim.metadata.name)];
  if (claim?.metadata.uid === recorded?.uid && claim?.metadata.deletionTimestamp === undefined) return;
  throw new StepFailure(
    `PersistentVolumeClaim ${attempt.namespace}/${database.claim.metadata.name} was deleted by somebody during the migration`,
    'The copied database goes with it. Take the migration back.',
  );
}
