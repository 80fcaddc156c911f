import type { StoredJournal } from './journal.ts';
import { isOpen } from './journal-protection.ts';
import type { EcosystemJournals } from './journal-store.ts';

/** Days for which the journals of a finished migration outlive its QuayEcosystem: they contain credentials. */
const keptDays = 30;

/**
 * Deletes journals that are no longer needed: those of rejected attempts as soon as their QuayEcosystem is deleted, the
 * others after `keptDays`. `uid`: that of the existing QuayEcosystem, or undefined.
 */
export async function retireJournals(
  journals: EcosystemJournals,
  stored: readonly StoredJournal[],
  uid: string | undefined,
  now: Date,
): Promise<void> {
  for (const one of stored) {
    const { journal } = one;
    if (journal.ecosystem.uid === uid || isOpen(journal)) continue;
    const since = journal.ecosystemGoneSince;
    if (journal.phase === 'refused' || (since !== undefined && isOver(since, now))) await journals.remove(one);
    else if (since === undefined) await journals.save(one, { ...journal, ecosystemGoneSince: now.toISOString() });
  }
}

function isOver(since: string, now: Date): boolean {
  return now.getTime() - Date.parse(since) > keptDays * 24 * 3600 * 1000;
}

/** Keeps the latest journals of an ecosystem. */
export async function pruneJournals(
  journals: EcosystemJournals,
  stored: readonly StoredJournal[],
  keep: number,
): Promise<void> {
  for (const one of stored.slice(0, Math.max(0, stored.length - keep))) await journals.remove(one);
}
