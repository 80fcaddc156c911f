import type { StatusLine } from '../../contract/migration-status.ts';
import { Rejection, statusOfError } from './rejection.ts';
import type { Target } from './read-status.ts';
import type { StatusFeed } from './status-feed.ts';

/** The console's Route closes connections that are silent for five minutes, other proxies sooner. */
const heartbeatMilliseconds = 15_000;

/** Interval for checking that the user may still read the QuayEcosystem. */
const accessCheckMilliseconds = 60_000;

/** Number of lines that a slow reader may fall behind. */
const longestBacklog = 16;

export interface StreamReader {
  /** Throws when the user may no longer read the ecosystem, or the token is no longer valid. */
  readonly mayRead: () => Promise<unknown>;
  readonly onEnd: () => void;
}

/**
 * A response body with one JSON document per line. It ends when the browser disconnects, when the user may no longer
 * read the ecosystem (the last line is that error), or when the browser stops reading; it then reconnects.
 */
export function statusStream(
  feed: StatusFeed,
  target: Target,
  { mayRead, onEnd }: StreamReader,
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
      // Errors of the API server do not revoke access.
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

/** Limits the open streams of each user: a browser needs few, the others are abandoned. */
export class StreamLimit {
  readonly #open = new Map<string, number>();
  readonly #most: number;

  constructor(most = 20) {
    this.#most = most;
  }

  /** Throws a Refusal when the limit is reached; the returned function releases the stream. */
  take(user: string): () => void {
    const open = this.#open.get(user) ?? 0;
    if (open >= this.#most) {
      throw new Rejection(
        429,
        'TooManyRequests',
        `You already have ${open} open status streams. Close browser tabs that show a migration, then try again.`,
      );
    }
    this.#open.set(user, open + 1);
    let released = false;
    return () => {
      if (released) return;
      released = true;
      const left = (this.#open.get(user) ?? 1) - 1;
      if (left === 0) this.#open.delete(user);
      else this.#open.set(user, left);
    };
  }
}
