import type { Pod } from '../../../src/k8s/pod.ts';
import { pods } from '../../../src/k8s/resource.ts';
import type { WatchEvent } from '../../../src/service/kube/client.ts';
import { PodAddresses } from '../addresses.ts';
import type { PodHost } from './pod-host.ts';
import { PodRunner } from './pod-runner.ts';
import type { ReferenceKind } from '../containers/references.ts';

/** Has a runner for each pod that is bound to this node. */
export class PodManager {
  readonly #host: PodHost;
  readonly #addresses = new PodAddresses();
  readonly #runners = new Map<string, PodRunner>();

  constructor(host: PodHost) {
    this.#host = host;
  }

  find(namespace: string, name: string): PodRunner | undefined {
    const fits = ({ pod }: PodRunner) => pod.metadata.namespace === namespace && pod.metadata.name === name;
    return [...this.#runners.values()].findLast(fits);
  }

  /** A Secret or ConfigMap has changed. */
  changed(kind: ReferenceKind, namespace: string, name: string): void {
    for (const runner of this.#runners.values()) {
      if (runner.pod.metadata.namespace === namespace) runner.changed(kind, name);
    }
  }

  take({ type, object: pod }: WatchEvent<Pod>): void {
    if (pod.spec?.nodeName !== this.#host.nodeName) return;
    const uid = pod.metadata.uid ?? '';
    if (type === 'DELETED') {
      void this.#forget(uid).catch((error: unknown) => {
        this.#host.log(`pod ${pod.metadata.name} could not be cleaned up: ${String(error)}`);
      });
    } else if (pod.metadata.deletionTimestamp !== undefined) this.#end(pod);
    else if (!this.#runners.has(uid) && !isOver(pod)) {
      this.#runners.set(uid, new PodRunner(this.#host, pod, this.#addresses.take()));
    }
  }

  async stop(): Promise<void> {
    await Promise.all([...this.#runners.keys()].map((uid) => this.#forget(uid)));
  }

  #end(pod: Pod): void {
    const { name, namespace = '', uid = '', deletionGracePeriodSeconds = 30 } = pod.metadata;
    // Already given to the API server: what is left are other people's finalizers.
    if (deletionGracePeriodSeconds === 0 && !this.#runners.has(uid)) return;
    const runner = this.#runners.get(uid);
    const gone = runner
      ? runner.delete(deletionGracePeriodSeconds)
      : this.#host.client.delete(pods, { name, namespace }, { gracePeriodSeconds: 0, uid });
    gone.catch((error: unknown) => {
      this.#host.log(`Pod ${namespace}/${name} could not be deleted: ${String(error)}`);
    });
  }

  async #forget(uid: string): Promise<void> {
    const runner = this.#runners.get(uid);
    if (runner === undefined) return;
    this.#runners.delete(uid);
    await runner.kill();
    this.#addresses.release(runner.address);
  }
}

function isOver(pod: Pod): boolean {
  return pod.status?.phase === 'Succeeded' || pod.status?.phase === 'Failed';
}

/** Ends the pods of a former run of the node: their processes are gone. What a controller owns is made again. */
export async function endFormerPods(host: PodHost): Promise<void> {
  const former = await host.client.list(pods, { fieldSelector: `spec.nodeName=${host.nodeName}` });
  await Promise.all(former.filter((pod) => !isOver(pod)).map((pod) => endFormerPod(host, pod)));
}

async function endFormerPod({ client }: PodHost, pod: Pod): Promise<void> {
  const { name, namespace = '', uid, ownerReferences = [] } = pod.metadata;
  const replaced = ownerReferences.some(({ kind, controller }) => controller === true && kind === 'ReplicaSet');
  if (replaced || pod.metadata.deletionTimestamp !== undefined) {
    await client.delete(pods, { name, namespace }, { gracePeriodSeconds: 0, ...(uid && { uid }) });
    return;
  }
  const now = new Date().toISOString();
  const terminated = { exitCode: 137, reason: 'Error', finishedAt: now };
  const status = {
    phase: 'Failed',
    reason: 'NodeRestarted',
    message: 'The development node was started anew',
    conditions: ['Ready', 'ContainersReady'].map((type) => ({
      type,
      status: 'False',
      reason: 'PodFailed',
      lastTransitionTime: now,
    })),
    containerStatuses: (pod.status?.containerStatuses ?? []).map(({ name, image, imageID, restartCount }) => {
      return { name, image, imageID, restartCount, ready: false, started: false, state: { terminated } };
    }),
  };
  const body = { metadata: { uid }, status };
  await client.patch(pods, { name, namespace }, { type: 'strategic', body }, { subresource: 'status' });
}
