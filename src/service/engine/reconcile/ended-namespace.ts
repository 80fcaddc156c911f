import { namespaces } from '../../../k8s/resource.ts';
import type { Journal, StoredJournal } from '../journal/journal.ts';
import { isOpen } from '../journal/journal-protection.ts';
import type { Reach } from '../journal/reach.ts';

/** Whether the ecosystem's namespace was deleted or is being deleted. */
export async function namespaceEnds({ facts, target }: Reach): Promise<boolean> {
  const found = await facts.get(namespaces, target.namespace);
  return found === undefined || found.metadata.deletionTimestamp !== undefined;
}

/** Ends the attempts of a deleted namespace, which can neither continue nor be rolled back. */
export async function endAttempts({ journals, target }: Reach, stored: readonly StoredJournal[]): Promise<Journal[]> {
  const ended: Journal[] = [];
  for (const one of stored.filter(({ journal }) => isOpen(journal))) {
    ended.push((await journals.save(one, endOf(one.journal, target.namespace))).journal);
  }
  return ended;
}

function endOf(journal: Journal, namespace: string): Journal {
  const now = new Date().toISOString();
  const message = `namespace ${namespace} was deleted, including everything that the migration created and kept in it`;
  return {
    ...journal,
    phase: 'rolled-back',
    cause: message,
    remedy: '',
    finishedAt: now,
    rollback: { ...journal.rollback, 'clean-up': { state: 'failed', startedAt: now, finishedAt: now, message } },
  };
}
