import { setTimeout as sleep } from 'node:timers/promises';
import type { Container } from '../../../src/k8s/pod.ts';
import type { ContainerProcess } from './container-process.ts';

/** What a process has at least after SIGTERM, however long its preStop hook took. */
const leastSeconds = 2;

/** The end of a container as a kubelet brings it about: preStop hook, SIGTERM, and SIGKILL when the grace is over. */
export async function stopProcess(
  process: ContainerProcess,
  container: Container,
  graceSeconds: number,
): Promise<void> {
  const deadline = Date.now() + graceSeconds * 1000;
  const over = new AbortController();
  const exited = process.exited.then(() => {
    over.abort();
  });
  await Promise.race([runPreStop(process, container, graceSeconds, over.signal), exited]);
  if (over.signal.aborted) return;
  await process.terminate();
  const rest = Math.max(deadline - Date.now(), graceSeconds === 0 ? 0 : leastSeconds * 1000);
  void sleep(rest, undefined, { signal: over.signal }).then(
    () => {
      process.kill();
    },
    () => undefined,
  );
  await exited;
}

async function runPreStop(
  process: ContainerProcess,
  container: Container,
  graceSeconds: number,
  signal: AbortSignal,
): Promise<void> {
  const preStop = container.lifecycle?.preStop;
  if (preStop?.exec) await process.exec(preStop.exec.command ?? [], Math.max(graceSeconds, 1));
  const seconds = Math.min(preStop?.sleep?.seconds ?? 0, graceSeconds);
  if (seconds > 0) await sleep(seconds * 1000, undefined, { signal }).catch(() => undefined);
}
