import { type Journal, isActive } from './journal.ts';

/** An open attempt can neither continue nor be rolled back without its journal, so its deletion has to wait. */
export const journalFinalizer = 'quay-migration/journal';

/** The attempt is running, rolling back, or requires action by a person. */
export function isOpen(journal: Journal): boolean {
  return isActive(journal) || journal.phase === 'holding';
}

export function finalizersOf(journal: Journal): readonly string[] {
  return isOpen(journal) ? [journalFinalizer] : [];
}
