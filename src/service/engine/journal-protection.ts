import { journalName } from '../../domain/plan/migration-names.ts';
import { namespaces, secrets } from '../../k8s/resource.ts';
import type { KubeClient } from '../kube/client.ts';
import { type Journal, type StoredJournal, isActive } from './journal.ts';

/** Without its journal a migration that is under way can neither go on nor back: a deletion waits for its end. */
export const journalFinalizer = 'quay-migration/journal';

export function finalizersOf(journal: Journal): readonly string[] {
  return isActive(journal) || journal.phase === 'holding' ? [journalFinalizer] : [];
}

/**
 * In a namespace that is being deleted there is nothing to go on with: its deletion must not wait for us, whoever has
 * written the journals. True when some were let go.
 */
export async function releaseWithNamespace(
  client: KubeClient,
  namespace: string,
  stored: readonly StoredJournal[],
): Promise<boolean> {
  const dying = stored.filter(({ deleting }) => deleting);
  if (dying.length === 0) return false;
  const found = await client.get(namespaces, namespace);
  if (found !== undefined && found.metadata.deletionTimestamp === undefined) return false;
  for (const { journal } of dying) await unprotect(client, journal);
  return true;
}

export async function unprotect(client: KubeClient, { ecosystem, attempt }: Journal): Promise<void> {
  const { namespace } = ecosystem;
  const name = journalName(ecosystem.name, attempt);
  const finalizers = (await client.get(secrets, name, namespace))?.metadata.finalizers ?? [];
  if (!finalizers.includes(journalFinalizer)) return;
  const body = { metadata: { finalizers: finalizers.filter((one) => one !== journalFinalizer) } };
  await client.patch(secrets, { namespace, name }, { type: 'merge', body });
}
