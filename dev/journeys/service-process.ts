import { readFileSync, readdirSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

/** Kills the service's processes in a namespace as a lost node would: at once, without a word. Answers how many. */
export function killService(namespace: string): number {
  return signalService(namespace, 'SIGKILL');
}

/**
 * Stops the service for most of the time, until the result is called: between two requests of it there is time enough
 * to see what it has written, and to kill it there.
 */
export function slowService(namespace: string): () => Promise<void> {
  let over = false;
  const slow = async (): Promise<void> => {
    while (!isOver()) {
      signalService(namespace, 'SIGSTOP');
      await sleep(60);
      signalService(namespace, 'SIGCONT');
      await sleep(2);
    }
  };
  const isOver = (): boolean => over;
  const ended = slow();
  return () => {
    over = true;
    return ended;
  };
}

function signalService(namespace: string, signal: NodeJS.Signals): number {
  return servicePids(namespace).filter((pid) => isThereFor(pid, signal)).length;
}

/** It may have ended since it was found. */
function isThereFor(pid: number, signal: NodeJS.Signals): boolean {
  try {
    return process.kill(pid, signal);
  } catch {
    return false;
  }
}

/** Processes of the simulated node that run the service of that namespace, by the environment that its pod gave them. */
export function servicePids(namespace: string): readonly number[] {
  return readdirSync('/proc')
    .filter((entry) => /^\d+$/.test(entry))
    .map(Number)
    .filter((pid) => {
      const argv = read(`/proc/${pid}/cmdline`);
      return (
        (argv[0] ?? '').endsWith('node') && argv.some((word) => word.endsWith('service.mjs')) && runsIn(pid, namespace)
      );
    });
}

function runsIn(pid: number, namespace: string): boolean {
  return read(`/proc/${pid}/environ`).includes(`POD_NAMESPACE=${namespace}`);
}

function read(file: string): readonly string[] {
  try {
    return readFileSync(file, 'utf8').split('\0');
  } catch {
    // The process has ended meanwhile.
    return [];
  }
}
