import type { MigrationStatus } from '../../contract/migration-status.ts';
import { type Failure, failureOf } from './failure.ts';
import { statusLines } from './status-lines.ts';

/** How statuses come: as a stream, or one at a time. Both throw as the console's fetch does. */
export interface StatusSource {
  readonly stream: (signal: AbortSignal) => Promise<ReadableStream<Uint8Array> | null>;
  readonly poll: (signal: AbortSignal) => Promise<MigrationStatus>;
}

export interface StatusListener {
  readonly status: (status: MigrationStatus) => void;
  /** undefined: all is well again. */
  readonly failure: (failure: Failure | undefined) => void;
}

export interface Patience {
  /** Milliseconds without a line, heartbeats included, after which a stream counts as dead. */
  readonly silence: number;
  readonly firstWait: number;
  /** Between questions while only these are answered, and no stream. */
  readonly pollWait: number;
  readonly longestWait: number;
}

const patience: Patience = { silence: 45_000, firstWait: 1000, pollWait: 3000, longestWait: 15_000 };

/**
 * Follows a migration until `signal` is aborted: by the stream, and when that breaks by asking once, so that a network
 * that lets no stream through still shows what happens; then by the stream again, ever more slowly while nothing answers.
 */
export async function followStatus(
  source: StatusSource,
  listener: StatusListener,
  signal: AbortSignal,
  { silence, firstWait, pollWait, longestWait }: Patience = patience,
): Promise<void> {
  let wait = firstWait;
  for (;;) {
    if (signal.aborted) return;
    try {
      await readStream(source, listener, signal, silence);
      wait = firstWait;
    } catch {
      wait = (await askOnce(source, listener, signal)) ? pollWait : Math.min(wait * 2, longestWait);
    }
    await pause(wait, signal);
  }
}

async function askOnce(source: StatusSource, listener: StatusListener, signal: AbortSignal): Promise<boolean> {
  try {
    listener.status(await source.poll(signal));
    listener.failure(undefined);
    return true;
  } catch (error) {
    if (!signal.aborted) listener.failure(failureOf(error));
    return false;
  }
}

async function readStream(
  source: StatusSource,
  listener: StatusListener,
  signal: AbortSignal,
  silence: number,
): Promise<void> {
  const whole = new AbortController();
  const stop = (): void => {
    whole.abort();
  };
  signal.addEventListener('abort', stop);
  let timer = setTimeout(stop, silence);
  try {
    const body = await source.stream(whole.signal);
    if (body === null) throw new Error('The answer has no body.');
    let lines = 0;
    for await (const line of statusLines(body)) {
      lines += 1;
      clearTimeout(timer);
      timer = setTimeout(stop, silence);
      if ('error' in line) throw Object.assign(new Error(line.error.message), { code: line.error.code });
      if ('status' in line) listener.status(line.status);
      listener.failure(undefined);
    }
    if (lines === 0) throw new Error('The stream ended before its first line.');
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', stop);
  }
}

function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    const over = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', over);
      resolve();
    };
    const timer = setTimeout(over, milliseconds);
    signal.addEventListener('abort', over);
  });
}
