import { ApiError, ConnectionError, isConflict } from '../kube/api-error.ts';
import type { Attempt } from './attempt.ts';
import { type StepOutcome, wait } from './step-outcome.ts';

/** One look at a step: does what is due, and says how it stands. */
export type Look = (attempt: Attempt) => Promise<StepOutcome>;

/** An API server that refuses or does not answer is waited for, within the step's deadline, and said. */
export async function lookAt(attempt: Attempt, look: Look): Promise<StepOutcome> {
  try {
    return await look(attempt);
  } catch (error) {
    if (isConflict(error) || !(error instanceof ApiError || error instanceof ConnectionError)) throw error;
    return wait(`the API server said: ${error.message}`, 5);
  }
}
