import { setTimeout as sleep } from 'node:timers/promises';
import { describeObject } from '../../../src/k8s/object.ts';
import type { QuayRegistry } from '../../../src/k8s/quayregistry.ts';
import { quayRegistries } from '../../../src/k8s/resource.ts';
import { isConflict, isNotFound } from '../../../src/service/kube/api-error.ts';
import { Bell } from './bell.ts';
import { readFaults } from '../faults.ts';
import { letGo } from '../finalizer.ts';
import { mainPass } from './main-pass.ts';
import type { PassMemory } from './pass-context.ts';
import { OperatorPanic } from '../operator-panic.ts';
import type { OperatorOptions } from '../operator-options.ts';
import { statusPass } from './status-pass.ts';
import { versions } from '../version-facts.ts';

/** The operator's own steps, before they are scaled. */
const soonSeconds = 10;
const minuteSeconds = 60;
/** How long the real one takes to take its finalizer away. */
const letGoSeconds = 1;
/** A pass that somebody else's write came before is repeated after this time, whatever the scale. */
const retrySeconds = 0.1;

/** The two loops over one registry: one makes its objects, the other says how they are. Both write its status. */
export class RegistryLoops {
  readonly #order: OperatorOptions;
  readonly #first: QuayRegistry;
  readonly #ended = new AbortController();
  readonly #signal: AbortSignal;
  readonly #mainBell = new Bell();
  readonly #statusBell = new Bell();
  readonly #memory: PassMemory = { transientBlockSaid: false, lostStatusWrites: 0 };
  #generation: number | undefined;

  constructor(order: OperatorOptions, registry: QuayRegistry, signal: AbortSignal) {
    this.#order = order;
    this.#first = registry;
    this.#generation = registry.metadata.generation;
    this.#signal = AbortSignal.any([signal, this.#ended.signal]);
  }

  /** Ends with the registry or the process; throws OperatorPanic. */
  async run(): Promise<void> {
    const main = this.#forever(this.#mainBell, (registry) => this.#mainPass(registry));
    const status = this.#forever(this.#statusBell, (registry, rang) => this.#statusPass(registry, rang));
    await Promise.all([main, status]);
  }

  end(): void {
    this.#ended.abort();
  }

  /** Any write wakes the status loop; only a new generation, which a deletion is too, wakes the main loop. */
  changed({ metadata }: QuayRegistry): void {
    this.#statusBell.ring();
    if (metadata.generation === this.#generation) return;
    this.#generation = metadata.generation;
    this.#mainBell.ring();
  }

  /**
   * quay-operator 3.17 hears of owned objects. New ones and Jobs were not seen to hurry it: its second pass comes 10
   * seconds after the first, and so does the Job after the one that failed.
   */
  lostDeployment(): void {
    this.#statusBell.ring();
    this.#mainBell.ring();
  }

  async #mainPass(registry: QuayRegistry): Promise<number> {
    const { client, timeScale, version } = this.#order;
    const faults = await readFaults(client, registry.metadata.namespace ?? '');
    if (faults.operatorDown !== undefined) return soonSeconds * timeScale;
    if (registry.metadata.deletionTimestamp !== undefined) {
      await sleep(letGoSeconds * timeScale * 1000);
      await letGo(client, registry);
      return minuteSeconds * timeScale;
    }
    const next = await mainPass({ client, facts: versions[version], faults, memory: this.#memory }, registry);
    return { soon: soonSeconds, minute: minuteSeconds }[next] * timeScale;
  }

  async #statusPass(registry: QuayRegistry, rang: boolean): Promise<number> {
    const { client, timeScale, version } = this.#order;
    const faults = await readFaults(client, registry.metadata.namespace ?? '');
    const away = faults.operatorDown !== undefined || registry.metadata.deletionTimestamp !== undefined;
    if (!away) await statusPass({ client, facts: versions[version], faults }, registry, { evenUnchanged: !rang });
    return minuteSeconds * timeScale;
  }

  /** Passes over the registry, each from a fresh look, until it is gone. A pass that throws is repeated. */
  async #forever(bell: Bell, pass: (registry: QuayRegistry, rang: boolean) => Promise<number>): Promise<void> {
    const { metadata } = this.#first;
    let rang = false;
    while (!this.#signal.aborted) {
      let seconds = soonSeconds * this.#order.timeScale;
      try {
        const registry = await this.#order.client.get(quayRegistries, metadata.name, metadata.namespace);
        if (registry === undefined || registry.metadata.uid !== metadata.uid) return;
        seconds = await pass(registry, rang);
      } catch (error) {
        if (error instanceof OperatorPanic) throw error;
        if (isExpected(error)) seconds = retrySeconds;
        else console.error(`quay-operator: ${describeObject(this.#first)}: ${String(error)}`);
      }
      rang = await bell.pause(seconds, this.#signal);
    }
  }
}

/** Somebody else wrote first, or the object or its namespace has just gone: no news. */
function isExpected(error: unknown): boolean {
  return isConflict(error) || isNotFound(error);
}
