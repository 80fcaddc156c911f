import type { ClusterStores } from './cluster-stores.ts';
import { keyOf } from './object-store.ts';
import { type SchedulerOptions, isUnscheduled, schedulePod } from './scheduler.ts';
import { WorkQueue } from './work-queue.ts';

export interface Scheduling extends SchedulerOptions {
  readonly stores: ClusterStores;
  readonly signal: AbortSignal;
  readonly log: (message: string) => void;
}

/** Binds pods to the node as they come, and looks again at those that wait when a claim has changed. */
export function startScheduling(order: Scheduling): void {
  const { stores, signal, log } = order;
  const schedule = async (key: string) => {
    const pod = stores.pods.get(key);
    if (pod && isUnscheduled(pod)) await schedulePod(order, pod);
  };
  const report = (key: string, error: unknown) => {
    log(`Pod ${key} cannot be bound: ${String(error)}`);
  };
  const queue = new WorkQueue(schedule, report, signal);
  stores.pods.onEvent(({ type, object }) => {
    if (type !== 'DELETED' && isUnscheduled(object)) queue.add(keyOf(object));
  });
  stores.claims.onEvent(({ object: { metadata } }) => {
    for (const pod of stores.pods.values()) {
      if (pod.metadata.namespace === metadata.namespace && isUnscheduled(pod)) queue.add(keyOf(pod));
    }
  });
}
