import { setTimeout as sleep } from 'node:timers/promises';
import { OperatorPanic } from './operator-panic.ts';
import type { OperatorOptions } from './operator-options.ts';
import { runOperatorProcess } from './operator-process.ts';

/** A kubelet starts a container that died again after 10 seconds, then 20, and so on; here up to a minute. */
const firstBackOffSeconds = 10;
const longestBackOffSeconds = 60;

/**
 * Simulates quay-operator for all QuayRegistries of the cluster until `stop`, which waits for what is under way. A panic
 * ends all of it, as it ends the real process; it comes up again after a back-off, and dies again while its cause lasts.
 */
export function startSimulatedOperator(order: OperatorOptions): { stop(): Promise<void> } {
  const end = new AbortController();
  const running = keepRunning(order, end.signal);
  return {
    stop: async () => {
      end.abort();
      await running;
    },
  };
}

async function keepRunning(order: OperatorOptions, signal: AbortSignal): Promise<void> {
  let backOff = firstBackOffSeconds;
  for (;;) {
    try {
      await runOperatorProcess(order, signal);
      return;
    } catch (error) {
      if (!(error instanceof OperatorPanic)) throw error;
      console.error(`quay-operator: ${error.message}`);
    }
    await sleep(backOff * order.timeScale * 1000, undefined, { signal }).catch(() => undefined);
    backOff = Math.min(backOff * 2, longestBackOffSeconds);
  }
}
