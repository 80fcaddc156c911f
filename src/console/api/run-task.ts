import { type Failure, failureOf } from './failure.ts';

export interface TaskListener {
  readonly running: (running: boolean) => void;
  readonly failure: (failure: Failure | undefined) => void;
  readonly onDone: () => void;
  readonly onFailed: (() => void) | undefined;
}

/**
 * Does the work once, and tells how it went. After success nothing but that is told: who listened is gone with its modal.
 */
export async function runTask(work: () => Promise<void>, listener: TaskListener): Promise<void> {
  listener.running(true);
  listener.failure(undefined);
  try {
    await work();
  } catch (error) {
    listener.failure(failureOf(error));
    listener.running(false);
    listener.onFailed?.();
    return;
  }
  listener.onDone();
}
