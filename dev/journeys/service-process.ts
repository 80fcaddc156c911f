import { readFileSync, readdirSync } from 'node:fs';

/** Kills the service's processes in a namespace as a lost node would: at once, without a word. Answers how many. */
export function killService(namespace: string): number {
  return servicePids(namespace).filter(endNow).length;
}

/** Whether it was there to be killed: it may have ended since it was found. */
function endNow(pid: number): boolean {
  try {
    return process.kill(pid, 'SIGKILL');
  } catch {
    return false;
  }
}

/** Processes of the played node that run the service of that namespace, by the environment that its pod gave them. */
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
