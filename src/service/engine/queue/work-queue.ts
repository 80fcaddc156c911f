import { FairOrder } from './fair-order.ts';

export interface WorkQueueSettings {
  readonly workers: number;
  /** Works on a key; returns the requeue delay in milliseconds, or undefined when nothing is left to do. */
  readonly work: (key: string) => Promise<number | undefined>;
  /** The retry delay in milliseconds after `failures` failures in a row; undefined for no retry. */
  readonly pauseAfter: (key: string, error: unknown, failures: number) => number | undefined;
}

/** Number of keys of one namespace that are taken in a row. */
const turn = 5;

/**
 * Works on keys (`NAMESPACE/NAME`) with a few workers. As in client-go's work queue, one worker at a time works on a
 * key, a key that is added meanwhile runs once more, and failures are retried later. In addition, namespaces take
 * turns, and one namespace never has more than half of the workers, so that a tenant with a thousand keys, or with
 * slow ones, does not block the others.
 */
export class WorkQueue {
  readonly #settings: WorkQueueSettings;
  readonly #waiting: FairOrder;
  /** The keys being worked on; true when a key was added again meanwhile. */
  readonly #inWork = new Map<string, boolean>();
  readonly #later = new Map<string, NodeJS.Timeout>();
  readonly #failures = new Map<string, number>();
  #stopped: (() => void) | undefined;

  constructor(settings: WorkQueueSettings) {
    this.#settings = settings;
    this.#waiting = new FairOrder({ turn, mostAtOnce: Math.max(1, Math.floor(settings.workers / 2)) });
  }

  /** Number of keys that are running, delayed or counted for their failures: all that the queue keeps. */
  get remembered(): number {
    return new Set([...this.#inWork.keys(), ...this.#later.keys(), ...this.#failures.keys()]).size;
  }

  /** Enqueues the key without delay, even when it was to be requeued later. */
  add(key: string): void {
    if (this.#stopped !== undefined) return;
    clearTimeout(this.#later.get(key));
    this.#later.delete(key);
    if (this.#inWork.has(key)) this.#inWork.set(key, true);
    else this.#waiting.add(key);
    this.#begin();
  }

  /** Starts nothing more; resolves when the running work has finished. */
  stop(): Promise<void> {
    for (const timer of this.#later.values()) clearTimeout(timer);
    this.#later.clear();
    return new Promise((resolve) => {
      this.#stopped = resolve;
      if (this.#inWork.size === 0) resolve();
    });
  }

  #begin(): void {
    while (this.#stopped === undefined && this.#inWork.size < this.#settings.workers) {
      const key = this.#waiting.take();
      if (key === undefined) return;
      this.#inWork.set(key, false);
      void this.#run(key);
    }
  }

  async #run(key: string): Promise<void> {
    // Several additions in one turn of the event loop count as one.
    await Promise.resolve();
    const pause = await this.#attempt(key);
    const again = this.#inWork.get(key) === true;
    this.#inWork.delete(key);
    this.#waiting.done(key);
    if (this.#stopped !== undefined) {
      if (this.#inWork.size === 0) this.#stopped();
      return;
    }
    if (again) this.#waiting.add(key);
    else if (pause !== undefined) this.#addAfter(key, pause);
    this.#begin();
  }

  async #attempt(key: string): Promise<number | undefined> {
    try {
      const pause = await this.#settings.work(key);
      this.#failures.delete(key);
      return pause;
    } catch (error) {
      const failures = (this.#failures.get(key) ?? 0) + 1;
      const pause = this.#settings.pauseAfter(key, error, failures);
      if (pause === undefined) this.#failures.delete(key);
      else this.#failures.set(key, failures);
      return pause;
    }
  }

  #addAfter(key: string, milliseconds: number): void {
    const timer = setTimeout(() => {
      this.add(key);
    }, milliseconds);
    this.#later.set(key, timer);
  }
}
