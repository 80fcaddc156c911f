import { useState } from 'react';
import type { Failure } from './failure.ts';
import { runTask } from './run-task.ts';

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
    void runTask(work, { running: setRunning, failure: setFailure, onDone, onFailed });
  };
  return { run, running, failure };
}
