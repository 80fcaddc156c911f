import { ecosystemFinalizer } from '../../../domain/migration-names.ts';
import * as kinds from '../../../k8s/resource.ts';
import type { Attempt } from '../attempt/attempt.ts';
import { detachable } from '../steps/snapshot.ts';

/**
 * Restores the owner of the old database's objects and removes the finalizer from the QuayEcosystem. When the
 * QuayEcosystem is being deleted, the objects stay without an owner: the deletion was requested before the result of
 * the migration was known.
 */
export async function restoreOwnership(attempt: Attempt): Promise<void> {
  const ecosystem = await attempt.client.get(kinds.quayEcosystems, attempt.name, attempt.namespace);
  const lives = ecosystem !== undefined && ecosystem.metadata.deletionTimestamp === undefined;
  const ours = lives && ecosystem.metadata.uid === attempt.journal.ecosystem.uid;
  if (ours && !(await stillInUse(attempt))) await restoreOwners(attempt);
  const finalizers = ecosystem?.metadata.finalizers ?? [];
  if (ecosystem === undefined || !finalizers.includes(ecosystemFinalizer)) return;
  const body = { metadata: { finalizers: finalizers.filter((finalizer) => finalizer !== ecosystemFinalizer) } };
  await attempt.change(kinds.quayEcosystems, ecosystem, { type: 'merge', body });
}

async function restoreOwners(attempt: Attempt): Promise<void> {
  const { freeze } = await attempt.plan();
  for (const { plural, name } of freeze.detached) {
    const resource = detachable(plural);
    const owner = attempt
      .original(resource, name)
      ?.metadata.ownerReferences?.find((reference) => reference.uid === attempt.journal.ecosystem.uid);
    const object = await attempt.client.get(resource, name, attempt.namespace);
    const owners = object?.metadata.ownerReferences ?? [];
    if (object === undefined || owner === undefined || owners.some((present) => present.uid === owner.uid)) continue;
    await attempt.change(resource, object, {
      type: 'merge',
      body: { metadata: { ownerReferences: [...owners, owner] } },
    });
  }
}

/** A database that the new registry keeps using must not be deleted together with the QuayEcosystem. */
async function stillInUse(attempt: Attempt): Promise<boolean> {
  return attempt.journal.phase === 'running' && (await attempt.plan()).database.mode === 'in-place';
}
