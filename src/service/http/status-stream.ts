import type { StatusLine } from '../../contract/migration-status.ts';
import { Refusal, statusOfError } from './refusal.ts';
import type { Target } from './read-status.ts';
import type { StatusFeed } from './status-feed.ts';

/** The console's route cuts what is silent for five minutes, and other proxies sooner. */
const heartbeatMilliseconds = 15_000;

/** A person whose rights were taken away must not look on. */
const accessCheckMilliseconds = 60_000;

/** A browser has six connections to the console; more than a few streams of one user are forgotten ones. */
const longestBacklog = 16;

export interface StreamAsker {
  /** Throws when the asker may no longer see the ecosystem, or cannot log in any more. */
  readonly mayRead: () => Promise<unknown>;
  readonly onEnd: () => void;
}

/**
 * A body of one JSON document a line that goes on until the browser goes, or until the asker may no longer see it: the
 * last line then says so. Somebody who does not read is let go, too; the browser asks again when it does.
 */
export function statusStream(
  feed: StatusFeed,
  target: Target,
  { mayRead, onEnd }: StreamAsker,
  times: { readonly heartbeat: number; readonly access: number } = {
    heartbeat: heartbeatMilliseconds,
    access: accessCheckMilliseconds,
  },
): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  const cleanups: (() => void)[] = [onEnd];
  const end = (): void => {
    for (const cleanup of cleanups.splice(0)) cleanup();
  };
  const start = (controller: ReadableStreamDefaultController<Uint8Array>): void => {
    const finish = (): void => {
      if (cleanups.length === 0) return;
      end();
      controller.close();
    };
    const send = (line: StatusLine): void => {
      if ((controller.desiredSize ?? 0) <= 0) finish();
      else controller.enqueue(encoder.encode(`${JSON.stringify(line)}\n`));
    };
    const look = async (): Promise<void> => {
      const denied = await mayRead().then(
        () => undefined,
        (error: unknown) => statusOfError(error),
      );
      // Trouble of the API server is not the asker's.
      if (denied === undefined || denied.code >= 500 || cleanups.length === 0) return;
      send({ error: { code: denied.code, message: String(denied.body.message) } });
      finish();
    };
    const heartbeat = setInterval(() => {
      send({ heartbeat: true });
    }, times.heartbeat);
    const access = setInterval(() => void look(), times.access);
    cleanups.push(() => {
      clearInterval(heartbeat);
      clearInterval(access);
    });
    cleanups.push(feed.subscribe(target, send));
  };
  return new ReadableStream<Uint8Array>({ start, cancel: end }, { highWaterMark: longestBacklog });
}

/** Counts open streams of each asker. */
export class StreamLimit {
  readonly #open = new Map<string, number>();
  readonly #most: number;

  constructor(most = 20) {
    this.#most = most;
  }

  /** Refuses one too many; the result gives the place back. */
  take(asker: string): () => void {
    const open = this.#open.get(asker) ?? 0;
    if (open >= this.#most) {
      throw new Refusal(429, 'TooManyRequests', `${open} streams of yours are open already. Close some tabs.`);
    }
    this.#open.set(asker, open + 1);
    let given = false;
    return () => {
      if (given) return;
      given = true;
      const left = (this.#open.get(asker) ?? 1) - 1;
      if (left === 0) this.#open.delete(asker);
      else this.#open.set(asker, left);
    };
  }
}
