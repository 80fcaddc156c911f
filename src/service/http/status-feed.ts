import type { MigrationStatus, StatusLine } from '../../contract/migration-status.ts';
import { statusOfError } from './rejection.ts';
import type { StatusReader, Target } from './read-status.ts';

export type Listener = (line: StatusLine) => void;

interface Feed {
  readonly listeners: Set<Listener>;
  last: string;
  timer: NodeJS.Timeout | undefined;
}

/**
 * Sends statuses to listeners as they change: each ecosystem with listeners is read once a second, however many there
 * are. Polling needs no recovery from lost connections, unlike a watch.
 */
export class StatusFeed {
  readonly #reader: Pick<StatusReader, 'status'>;
  readonly #interval: number;
  readonly #feeds = new Map<string, Feed>();

  constructor(reader: Pick<StatusReader, 'status'>, interval = 1000) {
    this.#reader = reader;
    this.#interval = interval;
  }

  /** Calls the listener with the current status and with every change, until the returned function is called. */
  subscribe(target: Target, listener: Listener): () => void {
    const key = `${target.namespace}/${target.name}`;
    const feed = this.#feeds.get(key) ?? { listeners: new Set<Listener>(), last: '', timer: undefined };
    feed.listeners.add(listener);
    if (this.#feeds.has(key)) {
      if (feed.last !== '') listener(JSON.parse(feed.last) as StatusLine);
    } else {
      this.#feeds.set(key, feed);
      void this.#poll(key, target, feed);
    }
    return () => {
      feed.listeners.delete(listener);
      if (feed.listeners.size > 0) return;
      clearTimeout(feed.timer);
      this.#feeds.delete(key);
    };
  }

  /** Number of ecosystems with listeners. */
  get size(): number {
    return this.#feeds.size;
  }

  async #poll(key: string, target: Target, feed: Feed): Promise<void> {
    const line = JSON.stringify(await this.#read(target));
    if (this.#feeds.get(key) !== feed) return;
    if (line !== feed.last) {
      feed.last = line;
      for (const listener of feed.listeners) listener(JSON.parse(line) as StatusLine);
    }
    feed.timer = setTimeout(() => void this.#poll(key, target, feed), this.#interval);
  }

  async #read(target: Target): Promise<{ status: MigrationStatus } | { error: { code: number; message: string } }> {
    try {
      return { status: await this.#reader.status(target) };
    } catch (error) {
      const { code, body } = statusOfError(error);
      return { error: { code, message: String(body.message) } };
    }
  }
}
