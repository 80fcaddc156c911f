import { setTimeout as sleep } from 'node:timers/promises';
import type { Container, Probe } from '../../../src/k8s/pod.ts';
import type { ProbeAnswer } from './probe.ts';

/** Until a container is ready for the first time it is asked this often, whatever its period: nobody wants to wait. */
const eagerSeconds = 0.25;

export interface ProbeLoop {
  readonly container: Container;
  readonly ask: (probe: Probe) => Promise<ProbeAnswer>;
  readonly onStarted: () => void;
  readonly onReady: (ready: boolean) => void;
  /** The container has to be restarted. */
  readonly onSick: (message: string) => void;
  /** Aborts when the process has ended. */
  readonly signal: AbortSignal;
}

/** Asks the probes of one container for as long as its process runs: startup first, then readiness and liveness. */
export async function watchHealth(loop: ProbeLoop): Promise<void> {
  const { startupProbe, readinessProbe, livenessProbe } = loop.container;
  if (startupProbe && !(await hasStarted(loop, startupProbe))) return;
  loop.onStarted();
  if (!readinessProbe) loop.onReady(true);
  await Promise.all([
    readinessProbe && watchReadiness(loop, readinessProbe),
    livenessProbe && watchLiveness(loop, livenessProbe),
  ]);
}

/** Failures count by time, because we ask more often than we were told. */
async function hasStarted(loop: ProbeLoop, probe: Probe): Promise<boolean> {
  const { initialDelaySeconds = 0, periodSeconds = 10, failureThreshold = 3 } = probe;
  const deadline = Date.now() + (initialDelaySeconds + periodSeconds * failureThreshold) * 1000;
  while (!loop.signal.aborted) {
    const answer = await loop.ask(probe);
    if (answer === undefined) return true;
    if (Date.now() > deadline) {
      loop.onSick(`Startup probe failed: ${answer}`);
      return false;
    }
    await pause(Math.min(eagerSeconds, periodSeconds), loop.signal);
  }
  return false;
}

async function watchReadiness(loop: ProbeLoop, probe: Probe): Promise<void> {
  const { periodSeconds = 10, failureThreshold = 3, successThreshold = 1 } = probe;
  let failures = 0;
  let successes = 0;
  let everReady = false;
  while (!loop.signal.aborted) {
    const answer = await loop.ask(probe);
    successes = answer === undefined ? successes + 1 : 0;
    failures = answer === undefined ? 0 : failures + 1;
    if (successes >= successThreshold) {
      everReady = true;
      loop.onReady(true);
    }
    if (failures >= failureThreshold) loop.onReady(false);
    await pause(everReady ? periodSeconds : Math.min(eagerSeconds, periodSeconds), loop.signal);
  }
}

async function watchLiveness(loop: ProbeLoop, probe: Probe): Promise<void> {
  const { initialDelaySeconds = 0, periodSeconds = 10, failureThreshold = 3 } = probe;
  await pause(initialDelaySeconds, loop.signal);
  let failures = 0;
  while (!loop.signal.aborted) {
    const answer = await loop.ask(probe);
    failures = answer === undefined ? 0 : failures + 1;
    if (failures >= failureThreshold) {
      loop.onSick(`Liveness probe failed: ${answer ?? ''}`);
      return;
    }
    await pause(periodSeconds, loop.signal);
  }
}

async function pause(seconds: number, signal: AbortSignal): Promise<void> {
  await sleep(seconds * 1000, undefined, { signal }).catch(() => undefined);
}
