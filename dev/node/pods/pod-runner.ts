import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Container, Pod } from '../../../src/k8s/pod.ts';
import { pods } from '../../../src/k8s/resource.ts';
import { loopbackAddress } from '../addresses.ts';
import { ContainerRunner } from './container-runner.ts';
import type { PodFacts } from '../containers/downward-fields.ts';
import type { PodHost } from './pod-host.ts';
import type { PodState } from './pod-status.ts';
import { PodVolumes } from './pod-volumes.ts';
import type { ReferenceKind } from '../containers/references.ts';
import { StatusReporter } from './status-reporter.ts';

const retrySeconds = 2;

/** Runs one pod: volumes, init containers one after the other, then all containers, until they end or it is deleted. */
export class PodRunner {
  readonly pod: Pod;
  readonly #host: PodHost;
  readonly #address: string;
  readonly #directory: string;
  readonly #volumes: PodVolumes;
  readonly #init: readonly ContainerRunner[];
  readonly #containers: readonly ContainerRunner[];
  readonly #reporter: StatusReporter;
  readonly #stopping = new AbortController();
  readonly #startTime = new Date().toISOString();
  #initialized = false;
  #ended = false;
  #failure: PodState['failure'];
  #wake: () => void = () => undefined;
  #deletion: Promise<void> | undefined;
  readonly #run: Promise<void>;

  /** `address` is the pod's, as the API server is told (10.244.a.b). */
  constructor(host: PodHost, pod: Pod, address: string) {
    this.pod = pod;
    this.#host = host;
    this.#address = address;
    this.#directory = join(host.podsDirectory, pod.metadata.uid ?? pod.metadata.name);
    const facts: PodFacts = { address: this.listenAddress, nodeName: host.nodeName };
    const { client, identity, persistentDirectory } = host;
    this.#volumes = new PodVolumes({ client, identity, persistentDirectory, directory: this.#directory, pod, facts });
    this.#reporter = new StatusReporter({ client, pod, state: () => this.#state(), log: host.log });
    this.#init = (pod.spec?.initContainers ?? []).map((container) => this.#runner(container, facts, true));
    this.#containers = (pod.spec?.containers ?? []).map((container) => this.#runner(container, facts, false));
    this.#run = this.#live().catch((error: unknown) => {
      host.log(`${this.#name()}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
    });
  }

  /** Where the pod's processes listen (127.N.a.b). */
  get listenAddress(): string {
    return loopbackAddress(this.#host.network, this.#address) ?? this.#address;
  }

  get address(): string {
    return this.#address;
  }

  container(name: string): ContainerRunner | undefined {
    return [...this.#init, ...this.#containers].find((runner) => runner.name === name);
  }

  /** A Secret or ConfigMap has changed. */
  changed(kind: ReferenceKind, name: string): void {
    if (!this.#volumes.references.has(kind, name)) return;
    this.#wake();
    for (const runner of [...this.#init, ...this.#containers]) runner.wake();
    this.#refresh();
  }

  /** Ends the containers with the given grace, tells how they ended, and lets the API server forget the pod. */
  delete(graceSeconds: number): Promise<void> {
    this.#deletion ??= this.#delete(graceSeconds);
    return this.#deletion;
  }

  /** Ends all processes at once: the pod is gone already, or the node stops. Removes the pod's directory. */
  async kill(): Promise<void> {
    this.#stopping.abort();
    this.#reporter.stop();
    for (const runner of [...this.#init, ...this.#containers]) runner.kill();
    await this.#run;
    // A refresh of a volume may be writing there at this moment.
    await rm(this.#directory, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 });
  }

  async #delete(graceSeconds: number): Promise<void> {
    await this.#stop(graceSeconds);
    await this.#run;
    await this.#reporter.finish();
    const { name, namespace = '', uid } = this.pod.metadata;
    await this.#host.client.delete(pods, { name, namespace }, { gracePeriodSeconds: 0, ...(uid && { uid }) });
  }

  async #stop(graceSeconds: number): Promise<void> {
    this.#stopping.abort();
    await Promise.all([...this.#init, ...this.#containers].map((runner) => runner.stop(graceSeconds)));
  }

  async #live(): Promise<void> {
    await mkdir(this.#directory, { recursive: true });
    this.#reporter.changed();
    void this.#watchDeadline();
    await this.#prepareVolumes();
    void this.#renewTokens();
    this.#initialized = await this.#initialize();
    this.#reporter.changed();
    if (this.#initialized && !this.#isStopping()) await Promise.all(this.#containers.map((runner) => runner.run()));
    this.#ended = true;
    this.#reporter.changed();
  }

  async #prepareVolumes(): Promise<void> {
    while (!this.#isStopping()) {
      const trouble = await this.#volumes.prepare().catch((error: unknown) => String(error));
      if (trouble === undefined) return;
      this.#host.log(`${this.#name()}: volumes: ${trouble}`);
      await this.#pause();
    }
  }

  async #initialize(): Promise<boolean> {
    for (const runner of this.#init) {
      if (this.#isStopping()) return false;
      if ((await runner.run()) !== 0) return false;
    }
    return true;
  }

  /** The kubelet's part of activeDeadlineSeconds; a Job's is the Job controller's. */
  async #watchDeadline(): Promise<void> {
    const seconds = this.pod.spec?.activeDeadlineSeconds;
    if (seconds === undefined) return;
    await sleep(seconds * 1000, undefined, { signal: this.#stopping.signal }).catch(() => undefined);
    if (this.#isStopping() || this.#ended) return;
    this.#failure = {
      reason: 'DeadlineExceeded',
      message: 'Pod was active on the node longer than the specified deadline',
    };
    await this.#stop(this.pod.spec?.terminationGracePeriodSeconds ?? 30);
  }

  async #renewTokens(): Promise<void> {
    while (Number.isFinite(this.#volumes.tokenSeconds) && !this.#isStopping()) {
      const { signal } = this.#stopping;
      await sleep(this.#volumes.tokenSeconds * 1000, undefined, { signal, ref: false }).catch(() => undefined);
      if (!this.#isStopping()) this.#refresh();
    }
  }

  #refresh(): void {
    if (this.#isStopping()) return;
    void this.#volumes.refresh().catch((error: unknown) => {
      this.#host.log(`${this.#name()}: volumes keep their content: ${String(error)}`);
    });
  }

  #runner(container: Container, facts: PodFacts, init: boolean): ContainerRunner {
    const policy = this.pod.spec?.restartPolicy ?? 'Always';
    return new ContainerRunner({
      host: this.#host,
      pod: this.pod,
      container,
      restartPolicy: init && policy === 'Always' ? 'OnFailure' : policy,
      facts,
      volumes: this.#volumes,
      directory: join(this.#directory, 'containers', container.name),
      onChange: () => {
        this.#reporter.changed();
      },
    });
  }

  #state(): PodState {
    return {
      initContainers: this.#init.map((runner) => runner.status()),
      containers: this.#containers.map((runner) => runner.status()),
      initialized: this.#initialized,
      ended: this.#ended,
      ...(this.#failure && { failure: this.#failure }),
      podIP: this.#address,
      startTime: this.#startTime,
    };
  }

  #isStopping(): boolean {
    return this.#stopping.signal.aborted;
  }

  #name(): string {
    return `Pod ${this.pod.metadata.namespace ?? ''}/${this.pod.metadata.name}`;
  }

  /** Ends early when something that the pod waits for has changed. */
  async #pause(): Promise<void> {
    const woken = new AbortController();
    this.#wake = () => {
      woken.abort();
    };
    const signal = AbortSignal.any([woken.signal, this.#stopping.signal]);
    await sleep(retrySeconds * 1000, undefined, { signal }).catch(() => undefined);
  }
}
