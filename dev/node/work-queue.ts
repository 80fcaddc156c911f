import { setTimeout as sleep } from 'node:timers/promises';

const firstPause = 200;
const longestPause = 5_000;

/**
 * Calls `work` for each key that was added, never twice at once for one key, and again when the key was added
 * meanwhile. What fails is reported and tried again after a while.
 */
export class WorkQueue {
  readonly #work: (key: string) => Promise<void>;
  readonly #report: (key: string, error: unknown) => void;
  readonly #signal: AbortSignal;
  /** The keys in work; true when one has to be worked on again. */
  readonly #running = new Map<string, boolean>();

  constructor(
    work: (key: string) => Promise<void>,
    report: (key: string, error: unknown) => void,
    signal: AbortSignal,
  ) {
    this.#work = work;
    this.#report = report;
    this.#signal = signal;
  }

  add(key: string): void {
    if (this.#running.has(key)) this.#running.set(key, true);
    else void this.#run(key);
  }

  async #run(key: string): Promise<void> {
    let pause = firstPause;
    do {
      this.#running.set(key, false);
      // What was added in one turn of the event loop is one piece of work.
      await Promise.resolve();
      try {
        await this.#work(key);
        pause = firstPause;
      } catch (error) {
        if (this.#signal.aborted) break;
        this.#report(key, error);
        this.#running.set(key, true);
        await sleep(pause, undefined, { signal: this.#signal }).catch(() => undefined);
        pause = Math.min(pause * 2, longestPause);
      }
    } while (this.#running.get(key) === true && !this.#signal.aborted);
    this.#running.delete(key);
  }
}
