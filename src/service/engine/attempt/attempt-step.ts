import { ApiError, ConnectionError, RejectedWrite, isConflict } from '../../kube/api-error.ts';
import { LeaseLost } from '../../kube/lease.ts';
import type { Attempt } from './attempt.ts';
import { rejectionMessage } from './rejected-write.ts';
import { type StepOutcome, StepFailure, wait } from './step-outcome.ts';

/** One pass over a step: idempotent; returns whether the step is done or still waits. */
export type StepFunction = (attempt: Attempt) => Promise<StepOutcome>;

/** Runs one pass. Errors such as a rejected write or a missing part of the journal become a message and a retry. */
export async function attemptStep(attempt: Attempt, step: StepFunction): Promise<StepOutcome> {
  try {
    return await step(attempt);
  } catch (error) {
    if (error instanceof StepFailure || error instanceof LeaseLost || isConflict(error)) throw error;
    if (error instanceof RejectedWrite) return wait(rejectionMessage(error), 5, error);
    const api = error instanceof ApiError || error instanceof ConnectionError;
    return wait(
      `${api ? 'the API server returned an error: ' : ''}${error instanceof Error ? error.message : String(error)}`,
      5,
    );
  }
}
