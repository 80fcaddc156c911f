import type { MigrationStatus } from '../../contract/migration-status.ts';
import { type Failure, failureOf } from './failure.ts';
import { statusLines } from './status-lines.ts';
import { watchdog } from './watchdog.ts';

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

/** All in milliseconds. */
export interface Patience {
  /** For the first line of a stream, which says how it is now: so long a network that holds it back shows nothing. */
  readonly firstLine: number;
  /** For the answer to a question. */
  readonly answer: number;
  /** Without a line, heartbeats included, after which a stream counts as dead: two of them may be lost. */
  readonly silence: number;
  readonly firstWait: number;
  /** Between questions while only these are answered, and no stream. */
  readonly pollWait: number;
  readonly longestWait: number;
}

const patience: Patience = {
  firstLine: 5000,
  answer: 15_000,
  silence: 35_000,
  firstWait: 1000,
  pollWait: 3000,
  longestWait: 15_000,
};

/** So many questions, at most, before a stream is tried again where none comes through. */
const mostQuestions = 20;

/**
 * Follows a migration until `signal` is aborted: by the stream, and when that breaks by asking, so that a network that
 * lets no stream through still shows what happens; then by the stream again, ever more seldom where streams bring
 * nothing, and ever more slowly while nothing answers.
 */
export async function followStatus(
  source: StatusSource,
  listener: StatusListener,
  signal: AbortSignal,
  times: Patience = patience,
): Promise<void> {
  const following = { source, listener, signal, times };
  let wait = times.firstWait;
  let questions = 1;
  while (!signal.aborted) {
    try {
      await readStream(following, () => (questions = 1));
      wait = times.firstWait;
    } catch {
      wait = await ask(following, questions, wait);
      questions = Math.min(questions * 2, mostQuestions);
    }
    await pause(wait, signal);
  }
}

interface Following {
  readonly source: StatusSource;
  readonly listener: StatusListener;
  readonly signal: AbortSignal;
  readonly times: Patience;
}

/** Asks so many times, or until nothing answers. The result is how long to wait then. */
async function ask(following: Following, questions: number, wait: number): Promise<number> {
  const { signal, times } = following;
  for (let asked = 1; ; asked += 1) {
    if (!(await askOnce(following))) return Math.min(wait * 2, times.longestWait);
    if (asked >= questions || signal.aborted) return times.pollWait;
    await pause(times.pollWait, signal);
  }
}

async function askOnce({ source, listener, signal, times }: Following): Promise<boolean> {
  const dog = watchdog(signal, times.answer);
  try {
    const status = await source.poll(dog.signal);
    if (signal.aborted) return false;
    listener.status(status);
    listener.failure(undefined);
    return true;
  } catch (error) {
    const late = new Error(`No answer within ${times.answer / 1000} seconds.`);
    if (!signal.aborted) listener.failure(failureOf(dog.signal.aborted ? late : error));
    return false;
  } finally {
    dog.end();
  }
}

async function readStream({ source, listener, signal, times }: Following, onFirst: () => void): Promise<void> {
  const dog = watchdog(signal, times.firstLine);
  try {
    const body = await source.stream(dog.signal);
    if (body === null) throw new Error('The answer has no body.');
    let lines = 0;
    for await (const line of statusLines(body)) {
      lines += 1;
      dog.wait(times.silence);
      if ('error' in line) throw Object.assign(new Error(line.error.message), { code: line.error.code });
      if (lines === 1) onFirst();
      if ('status' in line) listener.status(line.status);
      listener.failure(undefined);
    }
    if (lines === 0) throw new Error('The stream ended before its first line.');
  } finally {
    dog.end();
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
