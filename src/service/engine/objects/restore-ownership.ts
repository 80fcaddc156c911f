import { ecosystemFinalizer } from '../../../domain/migration-names.ts';
import * as kinds from '../../../k8s/resource.ts';
import type { Attempt } from '../attempt/attempt.ts';
import { finalizersWithout, hasFinalizer } from './finalizers.ts';
import { reattachDatabase } from './old-database.ts';

/**
 * Restores the owner of the old database's objects and removes the finalizer from the QuayEcosystem. When the
 * QuayEcosystem is being deleted, the objects stay without an owner: the deletion was requested before the result of
 * the migration was known.
 */
export async function restoreOwnership(attempt: Attempt): Promise<void> {
  const ecosystem = await attempt.client.get(kinds.quayEcosystems, attempt.name, attempt.namespace);
  const lives = ecosystem !== undefined && ecosystem.metadata.deletionTimestamp === undefined;
  const ours = lives && ecosystem.metadata.uid === attempt.journal.ecosystem.uid;
  if (ours && !(await stillInUse(attempt))) await reattachDatabase(attempt);
  if (ecosystem === undefined || !hasFinalizer(ecosystem, ecosystemFinalizer)) return;
  const body = { metadata: { finalizers: finalizersWithout(ecosystem, ecosystemFinalizer) } };
  await attempt.change(kinds.quayEcosystems, ecosystem, { type: 'merge', body });
}

/** A database that the new registry keeps using must not be deleted together with the QuayEcosystem. */
async function stillInUse(attempt: Attempt): Promise<boolean> {
  return attempt.journal.phase === 'running' && (await attempt.plan()).database.mode === 'in-place';
}
