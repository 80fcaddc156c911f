import type { Attempt } from '../attempt/attempt.ts';
import { runRollback } from '../run-rollback.ts';
import { runSteps } from '../run-steps.ts';

/**
 * Takes the attempt as far as it goes now. Answers after how many seconds to look again, or undefined when the attempt
 * needs no more looking.
 */
export async function runAttempt(attempt: Attempt): Promise<number | undefined> {
  if (attempt.journal.phase === 'running') {
    const seconds = await runSteps(attempt);
    if (seconds !== undefined) return seconds;
  }
  if (attempt.journal.phase === 'rolling-back') return runRollback(attempt);
  return undefined;
}

/** Begins the way back; `cause` is told to everybody who asks why. */
export async function startRollback(attempt: Attempt, cause: string, remedy: string): Promise<void> {
  await attempt.update({ phase: 'rolling-back', cause, remedy, rollback: {} });
}
