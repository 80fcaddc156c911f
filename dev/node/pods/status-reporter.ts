import type { Condition } from '../../../src/k8s/condition.ts';
import type { Pod } from '../../../src/k8s/pod.ts';
import { pods } from '../../../src/k8s/resource.ts';
import { isConflict, isNotFound } from '../../../src/service/kube/api-error.ts';
import type { KubeClient } from '../../../src/service/kube/client.ts';
import { type PodState, podStatus } from './pod-status.ts';
import { WorkQueue } from '../work-queue.ts';

export interface ReporterOptions {
  readonly client: KubeClient;
  readonly pod: Pod;
  readonly state: () => PodState;
  readonly log: (message: string) => void;
}

/** Writes a pod's status whenever it is another one; changes that come together are one write. */
export class StatusReporter {
  readonly #order: ReporterOptions;
  readonly #queue: WorkQueue;
  readonly #end = new AbortController();
  #conditions: readonly Condition[];
  #written = '';
  #idle: Promise<void> = Promise.resolve();

  constructor(order: ReporterOptions) {
    this.#order = order;
    this.#conditions = order.pod.status?.conditions ?? [];
    const { namespace = '', name } = order.pod.metadata;
    const report = (_key: string, error: unknown) => {
      order.log(`status of Pod ${namespace}/${name}: ${String(error)}`);
    };
    this.#queue = new WorkQueue(() => this.#write(), report, this.#end.signal);
  }

  changed(): void {
    this.#queue.add('status');
  }

  /** Resolves when the latest status is written. Then nothing more is. */
  async finish(): Promise<void> {
    await this.#write().catch(() => undefined);
    this.stop();
  }

  stop(): void {
    this.#end.abort();
  }

  #write(): Promise<void> {
    this.#idle = this.#idle.catch(() => undefined).then(() => this.#writeOnce());
    return this.#idle;
  }

  async #writeOnce(): Promise<void> {
    if (this.#end.signal.aborted) return;
    const { client, pod, state } = this.#order;
    const status = podStatus(state(), this.#conditions, new Date().toISOString());
    const text = JSON.stringify(status);
    if (text === this.#written) return;
    const { name, namespace = '', uid } = pod.metadata;
    try {
      // The uid is a precondition: a successor of the same name has a status of its own.
      const body = { metadata: { uid }, status };
      await client.patch(pods, { name, namespace }, { type: 'strategic', body }, { subresource: 'status' });
    } catch (error) {
      if (!isNotFound(error) && !isConflict(error)) throw error;
    }
    this.#written = text;
    this.#conditions = status.conditions ?? [];
  }
}
