import { ecosystemFinalizer } from '../../../domain/migration-names.ts';
import type { MigrationPlan } from '../../../domain/plan/migration-plan.ts';
import * as kinds from '../../../k8s/resource.ts';
import type { Attempt } from '../attempt/attempt.ts';
import { StepFailure } from '../attempt/step-outcome.ts';
import { hasFinalizer } from './finalizers.ts';
import { ownersWith, ownersWithout } from './owner-references.ts';

/** The resource of an object of the old database. */
export function databaseResource(plural: string): kinds.Resource {
  const found = [kinds.deployments, kinds.persistentVolumeClaims, kinds.services, kinds.secrets].find(
    (resource) => resource.plural === plural,
  );
  if (found === undefined) throw new Error(`the plan detaches ${plural}, which is not a kind of the old database`);
  return found;
}

/** Puts our finalizer on the QuayEcosystem: a deletion waits for the end of the migration. */
export async function holdEcosystem(attempt: Attempt): Promise<void> {
  const ecosystem = await attempt.client.get(kinds.quayEcosystems, attempt.name, attempt.namespace);
  if (ecosystem === undefined) {
    throw new StepFailure(
      `QuayEcosystem ${attempt.namespace}/${attempt.name} does not exist`,
      'Restore the QuayEcosystem, then request the migration again.',
    );
  }
  if (ecosystem.metadata.uid !== attempt.journal.ecosystem.uid) {
    throw new StepFailure(
      `QuayEcosystem ${attempt.namespace}/${attempt.name} was deleted and created again since this migration started`,
      'Request the migration again, so that the new QuayEcosystem is checked.',
    );
  }
  if (hasFinalizer(ecosystem, ecosystemFinalizer)) return;
  if (ecosystem.metadata.deletionTimestamp !== undefined) {
    throw new StepFailure(
      `QuayEcosystem ${attempt.namespace}/${attempt.name} is being deleted`,
      'A deleted QuayEcosystem cannot be migrated. Restore it from a backup, then request the migration again.',
    );
  }
  const body = { metadata: { finalizers: [...(ecosystem.metadata.finalizers ?? []), ecosystemFinalizer] } };
  await attempt.change(kinds.quayEcosystems, ecosystem, { type: 'merge', body });
}

/** A foreground deletion removes dependents in spite of the finalizer, so the old database must have no owner. */
export async function detachDatabase(attempt: Attempt, plan: MigrationPlan): Promise<void> {
  for (const { plural, name } of plan.freeze.detached) {
    const resource = databaseResource(plural);
    const object = await attempt.client.get(resource, name, attempt.namespace);
    const ownerReferences = object && ownersWithout(object, attempt.journal.ecosystem.uid);
    if (object === undefined || ownerReferences === undefined) continue;
    await attempt.change(resource, object, { type: 'merge', body: { metadata: { ownerReferences } } });
  }
}

/** Makes the QuayEcosystem the owner of the old database again, as its originals say. */
export async function reattachDatabase(attempt: Attempt): Promise<void> {
  const { freeze } = await attempt.plan();
  for (const { plural, name } of freeze.detached) {
    const resource = databaseResource(plural);
    const owner = attempt
      .original(resource, name)
      ?.metadata.ownerReferences?.find((reference) => reference.uid === attempt.journal.ecosystem.uid);
    const object = await attempt.client.get(resource, name, attempt.namespace);
    const ownerReferences = object && owner && ownersWith(object, owner);
    if (object === undefined || ownerReferences === undefined) continue;
    await attempt.change(resource, object, { type: 'merge', body: { metadata: { ownerReferences } } });
  }
}
