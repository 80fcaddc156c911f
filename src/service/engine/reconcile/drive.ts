import type { Attempt } from '../attempt/attempt.ts';
import { runRollback } from '../run-rollback.ts';
import { runSteps } from '../run-steps.ts';

/**
 * Runs the remaining steps of the attempt. Returns the requeue delay in seconds, or undefined when the attempt needs no
 * further pass.
 */
export async function runAttempt(attempt: Attempt): Promise<number | undefined> {
  if (attempt.journal.phase === 'running') {
    const seconds = await runSteps(attempt);
    if (seconds !== undefined) return seconds;
  }
  if (attempt.journal.phase === 'rolling-back') return runRollback(attempt);
  return undefined;
}

/** Starts the rollback. `cause` is shown in the status as its reason. */
export async function startRollback(attempt: Attempt, cause: string, remedy: string): Promise<void> {
  await attempt.update({ phase: 'rolling-back', cause, remedy, rollback: {} });
}
