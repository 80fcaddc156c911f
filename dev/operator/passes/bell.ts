import { setTimeout as sleep } from 'node:timers/promises';

/** Ends a pause before its time. A ring that comes while nobody pauses ends the next pause. */
export class Bell {
  #rung = false;
  #listener: AbortController | undefined;

  ring(): void {
    this.#rung = true;
    this.#listener?.abort();
  }

  /** Ends after so many seconds, when the bell rings, or when the signal aborts. Answers whether it rang. */
  async pause(seconds: number, signal: AbortSignal): Promise<boolean> {
    if (!this.#rung) {
      this.#listener = new AbortController();
      const either = AbortSignal.any([this.#listener.signal, signal]);
      await sleep(seconds * 1000, undefined, { signal: either }).catch(() => undefined);
      this.#listener = undefined;
    }
    const rang = this.#rung;
    this.#rung = false;
    return rang;
  }
}
