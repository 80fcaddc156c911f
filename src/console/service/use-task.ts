import { useState } from 'react';
import { type Failure, failureOf } from './failure.ts';

interface Task {
  readonly run: () => void;
  readonly running: boolean;
  readonly failure: Failure | undefined;
}

/** What a button of a modal does: once at a time, the modal gone afterwards, or the failure in it. */
export function useTask(work: () => Promise<void>, onDone: () => void, onFailed?: () => void): Task {
  const [running, setRunning] = useState(false);
  const [failure, setFailure] = useState<Failure>();
  const run = (): void => {
    setRunning(true);
    setFailure(undefined);
    void work().then(onDone, (error: unknown) => {
      setFailure(failureOf(error));
      setRunning(false);
      onFailed?.();
    });
  };
  return { run, running, failure };
}
