import { migrationLabels, registryFinalizer } from '../../../domain/migration-names.ts';
import type { MigrationPlan } from '../../../domain/plan/migration-plan.ts';
import type { QuayRegistry } from '../../../k8s/quayregistry.ts';
import * as kinds from '../../../k8s/resource.ts';
import type { Attempt } from '../attempt/attempt.ts';
import { recordFirstPod } from '../objects/first-pod.ts';
import { originalKey } from '../journal/journal.ts';
import { type StepOutcome, done, wait } from '../attempt/step-outcome.ts';

/** How long the operator gets to let its QuayRegistry go; after that the rollback does not depend on it. */
const operatorSeconds = 60;

/** How long a pass of the operator may go on that began when the QuayRegistry still lived. */
const operatorPassSeconds = 30;

/**
 * Deletes the QuayRegistry, whoever asked. Our finalizer holds it until volume and keys no longer belong to it: the
 * operator puts its owner reference back on a living registry, and leaves a dying one alone.
 */
export async function removeRegistry(attempt: Attempt): Promise<StepOutcome> {
  const registry = await attempt.client.get(kinds.quayRegistries, attempt.name, attempt.namespace);
  if (registry === undefined || !isOurs(attempt, registry)) return done('there is no QuayRegistry of this migration');
  await recordFirstPod(attempt);
  const { uid = '' } = registry.metadata;
  if (registry.metadata.deletionTimestamp === undefined) {
    await attempt.client.delete(kinds.quayRegistries, registry.metadata, { uid });
    return wait('deleting the QuayRegistry', 0);
  }
  // A pass that the operator began before may put its owner back once more: only a look that finds nothing releases.
  if (attempt.journal.registryRan && (await detachEvidence(attempt, await attempt.plan(), uid))) {
    return wait('keeping the volume and the keys of the new registry', operatorPassSeconds);
  }
  await releaseRegistry(attempt, registry);
  const startedAt = attempt.journal.rollback['remove-registry']?.startedAt ?? attempt.now();
  if (Date.now() - Date.parse(startedAt) > attempt.scaled(operatorSeconds)) {
    return done('the operator has not let the QuayRegistry go: its pods are stopped without it');
  }
  return wait('waiting until the operator lets the QuayRegistry go', 1);
}

/** Made by this attempt, also when the service died before it had written down the uid. */
export function isOurs(attempt: Attempt, registry: QuayRegistry): boolean {
  const recorded = attempt.journal.created[originalKey(kinds.quayRegistries, attempt.name)];
  if (recorded === undefined) return false;
  if (recorded.uid !== undefined) return recorded.uid === registry.metadata.uid;
  return registry.metadata.labels?.[migrationLabels.attempt] === String(attempt.journal.attempt);
}

/** Takes our finalizer off; the operator's own stays until it has done its part. */
export async function releaseRegistry(attempt: Attempt, registry: QuayRegistry): Promise<void> {
  const finalizers = registry.metadata.finalizers ?? [];
  if (!finalizers.includes(registryFinalizer)) return;
  const kept = finalizers.filter((finalizer) => finalizer !== registryFinalizer);
  await attempt.client.patch(
    kinds.quayRegistries,
    { namespace: attempt.namespace, name: attempt.name },
    {
      type: 'merge',
      body: { metadata: { finalizers: kept, resourceVersion: registry.metadata.resourceVersion } },
    },
  );
}

/** What was written to the new registry is only in its volume, and only its keys can read it: both are kept. True when an owner had to go. */
async function detachEvidence(attempt: Attempt, plan: MigrationPlan, registryUid: string): Promise<boolean> {
  let detached = false;
  const evidence: [kinds.Resource, string | undefined][] = [
    [kinds.persistentVolumeClaims, plan.database.claim?.metadata.name],
    [kinds.secrets, plan.registry.managedKeys.metadata.name],
  ];
  for (const [resource, name] of evidence) {
    const object = name === undefined ? undefined : await attempt.client.get(resource, name, attempt.namespace);
    const owners = object?.metadata.ownerReferences ?? [];
    if (object === undefined || !owners.some((owner) => owner.uid === registryUid)) continue;
    const ownerReferences = owners.filter((owner) => owner.uid !== registryUid);
    await attempt.client.patch(
      resource,
      { namespace: attempt.namespace, name: object.metadata.name },
      {
        type: 'merge',
        body: { metadata: { ownerReferences, resourceVersion: object.metadata.resourceVersion } },
      },
    );
    detached = true;
  }
  return detached;
}
