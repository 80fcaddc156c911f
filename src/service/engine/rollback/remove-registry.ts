import { migrationLabels, registryFinalizer } from '../../../domain/migration-names.ts';
import type { MigrationPlan } from '../../../domain/plan/migration-plan.ts';
import type { QuayRegistry } from '../../../k8s/quayregistry.ts';
import * as kinds from '../../../k8s/resource.ts';
import type { Attempt } from '../attempt/attempt.ts';
import { finalizersWithout, hasFinalizer } from '../objects/finalizers.ts';
import { ownersWithout } from '../objects/owner-references.ts';
import { recordFirstPod } from '../objects/first-pod.ts';
import { type StepOutcome, done, wait } from '../attempt/step-outcome.ts';

/** Seconds that quay-operator gets to remove its finalizer; after that the rollback continues without it. */
const operatorSeconds = 60;

/** Maximum seconds of an operator reconciliation that started before the QuayRegistry was deleted. */
const operatorPassSeconds = 30;

/**
 * Deletes the QuayRegistry. Our finalizer holds it until volume and keys are detached from it: quay-operator restores
 * the owner references of a QuayRegistry, but not of one that is being deleted.
 */
export async function removeRegistry(attempt: Attempt): Promise<StepOutcome> {
  const registry = await attempt.client.get(kinds.quayRegistries, attempt.name, attempt.namespace);
  if (registry === undefined || !isOurs(attempt, registry)) return done('this migration has no QuayRegistry');
  await recordFirstPod(attempt);
  const { uid = '' } = registry.metadata;
  if (registry.metadata.deletionTimestamp === undefined) {
    await attempt.client.delete(kinds.quayRegistries, registry.metadata, { uid });
    return wait('deleting the QuayRegistry', 0);
  }
  // A reconciliation that the operator started earlier may restore its owner reference: release only after a pass without one.
  if (attempt.journal.registryRan && (await detachEvidence(attempt, await attempt.plan(), uid))) {
    return wait('detaching the volume and the keys of the new registry, to keep them', operatorPassSeconds);
  }
  await releaseRegistry(attempt, registry);
  const startedAt = attempt.journal.rollback['remove-registry']?.startedAt ?? attempt.now();
  if (Date.now() - Date.parse(startedAt) > attempt.scaled(operatorSeconds)) {
    return done('quay-operator has not removed its finalizer from the QuayRegistry; the next step stops the pods');
  }
  return wait('waiting for quay-operator to remove its finalizer from the QuayRegistry', 1);
}

/** Whether this attempt created the QuayRegistry, also when the service died before it recorded the uid. */
export function isOurs(attempt: Attempt, registry: QuayRegistry): boolean {
  const recorded = attempt.created(kinds.quayRegistries, attempt.name);
  if (recorded === undefined) return false;
  if (recorded.uid !== undefined) return recorded.uid === registry.metadata.uid;
  return registry.metadata.labels?.[migrationLabels.attempt] === String(attempt.journal.attempt);
}

/** Removes our finalizer; that of the operator stays. */
export async function releaseRegistry(attempt: Attempt, registry: QuayRegistry): Promise<void> {
  if (!hasFinalizer(registry, registryFinalizer)) return;
  const finalizers = finalizersWithout(registry, registryFinalizer);
  await attempt.client.patch(
    kinds.quayRegistries,
    { namespace: attempt.namespace, name: attempt.name },
    {
      type: 'merge',
      body: { metadata: { finalizers, resourceVersion: registry.metadata.resourceVersion } },
    },
  );
}

/** Detaches volume and keys of the new registry, which alone hold its data. True when an owner reference was removed. */
async function detachEvidence(attempt: Attempt, plan: MigrationPlan, registryUid: string): Promise<boolean> {
  let detached = false;
  const evidence: [kinds.Resource, string | undefined][] = [
    [kinds.persistentVolumeClaims, plan.database.claim?.metadata.name],
    [kinds.secrets, plan.registry.managedKeys.metadata.name],
  ];
  for (const [resource, name] of evidence) {
    const object = name === undefined ? undefined : await attempt.client.get(resource, name, attempt.namespace);
    const ownerReferences = object && ownersWithout(object, registryUid);
    if (object === undefined || ownerReferences === undefined) continue;
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
