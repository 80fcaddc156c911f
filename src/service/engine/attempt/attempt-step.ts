import { ApiError, ConnectionError, RejectedWrite, isConflict } from '../../kube/api-error.ts';
import { LeaseLost } from '../../kube/lease.ts';
import type { Attempt } from './attempt.ts';
import { rejectionMessage } from './rejected-write.ts';
import { type StepOutcome, StepFailure, wait } from './step-outcome.ts';

/** One look at a step: does what is due, and says how it stands. */
export type StepFunction = (attempt: Attempt) => Promise<StepOutcome>;

/** What goes wrong on the way (an API server that refuses, a part of the journal that is gone) is said, and waited for. */
export async function attemptStep(attempt: Attempt, look: StepFunction): Promise<StepOutcome> {
  try {
    return await look(attempt);
  } catch (error) {
    if (error instanceof StepFailure || error instanceof LeaseLost || isConflict(error)) throw error;
    if (error instanceof RejectedWrite) return wait(rejectionMessage(error), 5, error);
    const api = error instanceof ApiError || error instanceof ConnectionError;
    return wait(`${api ? 'the API server said: ' : ''}${error instanceof Error ? error.message : String(error)}`, 5);
  }
}
