import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Container, ContainerState, ContainerStatus, Pod } from '../../../src/k8s/pod.ts';
import { ContainerLog } from '../containers/container-log.ts';
import type { ContainerProcess } from '../containers/container-process.ts';
import { clearRoot, startContainer, terminationFile } from './container-start.ts';
import type { PodFacts } from '../containers/downward-fields.ts';
import { idleProcess } from '../containers/idle-process.ts';
import { type SimulatedImage, simulatedImage } from '../containers/images.ts';
import type { PodHost } from './pod-host.ts';
import type { PodVolumes } from './pod-volumes.ts';
import { stopProcess } from '../containers/process-stop.ts';
import { watchHealth } from '../containers/probe-loop.ts';
import { askProbe } from '../containers/probe.ts';
import { MissingReference } from '../containers/references.ts';
import { terminatedState } from '../containers/termination.ts';

export interface ContainerOptions {
  readonly host: PodHost;
  readonly pod: Pod;
  readonly container: Container;
  readonly restartPolicy: 'Always' | 'OnFailure' | 'Never';
  readonly facts: PodFacts;
  readonly volumes: PodVolumes;
  /** A directory of the container alone. */
  readonly directory: string;
  /** The status is another one. */
  readonly onChange: () => void;
}

/** Seconds before a start that follows a crash: short, because a developer waits. A run of this length forgives all. */
const backOff = [0.1, 0.5, 1, 2, 4];
const forgivingSeconds = 30;
const retrySeconds = 2;

/** Runs one container of a pod, again and again where its restart policy says so. */
export class ContainerRunner {
  readonly #order: ContainerOptions;
  readonly #image: SimulatedImage;
  readonly #stop = new AbortController();
  #process: ContainerProcess | undefined;
  #state: ContainerState = { waiting: { reason: 'ContainerCreating' } };
  #lastState: ContainerState | undefined;
  #ready = false;
  #started = false;
  #restarts = 0;
  #log: ContainerLog | undefined;
  #previousLog: ContainerLog | undefined;
  #wake: () => void = () => undefined;

  constructor(order: ContainerOptions) {
    this.#order = order;
    this.#image = simulatedImage(order.container.image ?? '', order.host.images);
  }

  /** Ends with the exit code of the last run; undefined when it was stopped before there was one. */
  async run(): Promise<number | undefined> {
    for (let crashes = 0; ; crashes += 1) {
      const startedAt = Date.now();
      const exitCode = await this.#once();
      if (this.#stop.signal.aborted || exitCode === undefined || !this.#restartsAfter(exitCode)) return exitCode;
      if (Date.now() - startedAt > forgivingSeconds * 1000) crashes = 0;
      await this.#waitForRestart(backOff[Math.min(crashes, backOff.length - 1)] ?? 0);
      if (this.#isStopping()) return exitCode;
      this.#restarts += 1;
    }
  }

  /** Asks the process to end, and makes it end after the grace; no other run follows. */
  async stop(graceSeconds: number): Promise<void> {
    this.#stop.abort();
    if (this.#process) await stopProcess(this.#process, this.#order.container, graceSeconds);
  }

  kill(): void {
    this.#stop.abort();
    this.#process?.kill();
  }

  /** Something that the container waits for may have come. */
  wake(): void {
    this.#wake();
  }

  get name(): string {
    return this.#order.container.name;
  }

  /** The output of this run, or of the one before. */
  log(previous: boolean): ContainerLog | undefined {
    return previous ? this.#previousLog : this.#log;
  }

  status(): ContainerStatus & { readonly containerID?: string } {
    const { container, pod } = this.#order;
    const image = container.image ?? '';
    const ran = this.#log !== undefined;
    return {
      name: container.name,
      image,
      imageID: ran ? image : '',
      ready: this.#ready,
      started: this.#started,
      restartCount: this.#restarts,
      state: this.#state,
      ...(this.#lastState && { lastState: this.#lastState }),
      ...(ran && { containerID: `simulated://${pod.metadata.uid ?? ''}/${container.name}/${this.#restarts}` }),
    };
  }

  #isStopping(): boolean {
    return this.#stop.signal.aborted;
  }

  #restartsAfter(exitCode: number): boolean {
    const { restartPolicy } = this.#order;
    return restartPolicy === 'Always' || (restartPolicy === 'OnFailure' && exitCode !== 0);
  }

  async #once(): Promise<number | undefined> {
    const directory = join(this.#order.directory, String(this.#restarts));
    await mkdir(directory, { recursive: true });
    const process = await this.#start(directory);
    if (process === undefined) return undefined;
    this.#process = process;
    const startedAt = new Date().toISOString();
    this.#become({ running: { startedAt } });
    // Stopped while it was being started.
    if (this.#isStopping()) process.kill();
    const ended = new AbortController();
    const health = this.#watch(process, ended.signal);
    const exitCode = await process.exited;
    this.#process = undefined;
    ended.abort();
    await health;
    await this.#ended(directory, exitCode, startedAt);
    return exitCode;
  }

  async #ended(directory: string, exitCode: number, startedAt: string): Promise<void> {
    await this.#log?.end();
    const state = await terminatedState({
      container: this.#order.container,
      exitCode,
      startedAt,
      terminationFile: terminationFile(directory),
      lines: async () => (await this.#log?.lines()) ?? [],
    });
    this.#ready = false;
    this.#started = false;
    this.#become(state);
    void clearRoot(directory).catch((error: unknown) => {
      this.#order.host.log(`${directory} could not be cleared: ${String(error)}`);
    });
  }

  /** Starts the process as soon as that is possible; undefined when stopped before. */
  async #start(directory: string): Promise<ContainerProcess | undefined> {
    while (!this.#isStopping()) {
      try {
        if (this.#image.kind !== 'missing') return await this.#tryToStart(directory);
        this.#become({ waiting: imageTrouble(this.#order.container.image, this.#state) });
      } catch (error) {
        const reason = error instanceof MissingReference ? 'CreateContainerConfigError' : 'RunContainerError';
        this.#become({ waiting: { reason, message: error instanceof Error ? error.message : String(error) } });
      }
      await this.#pause(retrySeconds);
    }
    return undefined;
  }

  async #tryToStart(directory: string): Promise<ContainerProcess> {
    const { host, pod, container, facts, volumes, restartPolicy } = this.#order;
    const log = new ContainerLog(join(directory, 'log'));
    if (this.#image.kind !== 'program') {
      this.#keepLog(log);
      return idleProcess(restartPolicy !== 'Always');
    }
    const { program } = this.#image;
    const process = await startContainer({ host, pod, container, program, facts, volumes, directory, log });
    this.#keepLog(log);
    return process;
  }

  #keepLog(log: ContainerLog): void {
    this.#previousLog = this.#log;
    this.#log = log;
  }

  async #watch(process: ContainerProcess, signal: AbortSignal): Promise<void> {
    const { container, facts } = this.#order;
    const { name } = container;
    await watchHealth({
      container: this.#image.kind === 'program' ? container : { name },
      ask: (probe) => askProbe(probe, { address: facts.address, container, process }),
      onStarted: () => {
        this.#started = true;
        this.#order.onChange();
      },
      onReady: (ready) => {
        this.#becomeReady(ready, signal);
      },
      onSick: (message) => {
        this.#log?.append(Buffer.from(`node: container ${container.name} will be restarted: ${message}\n`));
        void stopProcess(process, container, this.#order.pod.spec?.terminationGracePeriodSeconds ?? 30);
      },
      signal,
    });
  }

  #becomeReady(ready: boolean, signal: AbortSignal): void {
    if (this.#ready === ready || signal.aborted) return;
    this.#ready = ready;
    this.#order.onChange();
  }

  async #waitForRestart(seconds: number): Promise<void> {
    this.#lastState = this.#state;
    const { name } = this.#order.container;
    const message = `back-off ${seconds}s restarting failed container=${name}`;
    this.#become({ waiting: { reason: 'CrashLoopBackOff', message } });
    await this.#pause(seconds);
  }

  #become(state: ContainerState): void {
    if (JSON.stringify(state) === JSON.stringify(this.#state)) return;
    this.#state = state;
    this.#order.onChange();
  }

  /** Ends early on wake and stop. */
  async #pause(seconds: number): Promise<void> {
    const woken = new AbortController();
    this.#wake = () => {
      woken.abort();
    };
    const signal = AbortSignal.any([woken.signal, this.#stop.signal]);
    await sleep(seconds * 1000, undefined, { signal }).catch(() => undefined);
  }
}

function imageTrouble(image = '', before: ContainerState): NonNullable<ContainerState['waiting']> {
  const message = `Back-off pulling image "${image}"`;
  if (before.waiting?.reason === 'ContainerCreating')
    return { reason: 'ErrImagePull', message: `image "${image}" not found` };
  return { reason: 'ImagePullBackOff', message };
}
