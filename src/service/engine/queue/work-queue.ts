import { FairOrder } from './fair-order.ts';

export interface WorkQueueSettings {
  readonly workers: number;
  /** Works on a key; answers after how many milliseconds to work on it again, undefined when nothing is to be done. */
  readonly work: (key: string) => Promise<number | undefined>;
  /** What failed for the so-manieth time in a row: after how many milliseconds to try again, undefined for never. */
  readonly pauseAfter: (key: string, error: unknown, failures: number) => number | undefined;
}

/** Keys of one namespace in a row. */
const turn = 5;

/**
 * Works on keys (`NAMESPACE/NAME`) with a few workers. As in client-go's queue, a key is worked on by one worker at a
 * time, and once more when it was added meanwhile; what failed comes again later. Unlike there, namespaces take turns,
 * and one of them never has more than half of the workers: a tenant with a thousand keys, or with slow ones, stops
 * nobody else.
 */
export class WorkQueue {
  readonly #settings: WorkQueueSettings;
  readonly #waiting: FairOrder;
  /** The keys in work; true when one was added again meanwhile. */
  readonly #inWork = new Map<string, boolean>();
  readonly #later = new Map<string, NodeJS.Timeout>();
  readonly #failures = new Map<string, number>();
  #stopped: (() => void) | undefined;

  constructor(settings: WorkQueueSettings) {
    this.#settings = settings;
    this.#waiting = new FairOrder({ turn, mostAtOnce: Math.max(1, Math.floor(settings.workers / 2)) });
  }

  /** How many keys are in work, wait for a time or are counted for their failures: what the queue remembers. */
  get remembered(): number {
    return new Set([...this.#inWork.keys(), ...this.#later.keys(), ...this.#failures.keys()]).size;
  }

  /** Works on the key as soon as it is its turn, also when it was to wait for a time. */
  add(key: string): void {
    if (this.#stopped !== undefined) return;
    clearTimeout(this.#later.get(key));
    this.#later.delete(key);
    if (this.#inWork.has(key)) this.#inWork.set(key, true);
    else this.#waiting.add(key);
    this.#begin();
  }

  /** Begins nothing any more, and ends when what is in work has ended. */
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
    // What is added in one turn of the event loop is one piece of work.
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
