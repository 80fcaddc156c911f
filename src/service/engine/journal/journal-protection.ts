import { type Journal, isActive } from './journal.ts';

/** Without its journal a migration that is under way can neither go on nor back: a deletion waits for its end. */
export const journalFinalizer = 'quay-migration/journal';

/** An attempt that goes on, or that waits for a person. */
export function isOpen(journal: Journal): boolean {
  return isActive(journal) || journal.phase === 'holding';
}

export function finalizersOf(journal: Journal): readonly string[] {
  return isOpen(journal) ? [journalFinalizer] : [];
}
