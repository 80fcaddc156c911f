import type pg from 'pg';
import { workerExit } from '../../contract/worker.ts';
import { connect, untilReached } from '../server/connection.ts';
import type { ConnectionTarget } from '../server/connection-target.ts';
import { endOwnSessions } from '../server/end-own-sessions.ts';
import { foreignSessions, staying, stayingSessions, whoOf } from '../server/foreign-sessions.ts';
import { WorkerFailure } from '../server/worker-failure.ts';
import { type Counted, countersFrom, nextTransaction, settledCounters, writtenBetween } from './write-counters.ts';

/** Detects other sessions and writes on the source while it is copied. */
export interface SourceWatch {
  /** Why the copy cannot be used, once another session has stayed on the source. */
  readonly alarm: WorkerFailure | undefined;
  /** Checks once more; throws when another session connected or wrote since the watch started. */
  finish(): Promise<void>;
  close(): Promise<void>;
}

const everyMilliseconds = 1000;

/**
 * Terminates sessions that an earlier run left on the source, waits up to `patience` milliseconds for other sessions to
 * end, and fails with their names if they stay. Then checks every second; `onAlarm` is called at most once.
 */
export async function watchSource(
  source: ConnectionTarget,
  order: { readonly patience: number; readonly onAlarm: () => void },
): Promise<SourceWatch> {
  const client = await connect(source, untilReached);
  try {
    await endOwnSessions(client);
    const stayed = await stayingSessions(client, order.patience);
    if (stayed.length > 0) {
      throw sourceBusy(`other sessions are connected to the source database, which must be idle: ${whoOf(stayed)}`);
    }
    return new Watch(client, await countersFrom(client), order.onAlarm);
  } catch (error) {
    await client.end().catch(() => undefined);
    throw error;
  }
}

class Watch implements SourceWatch {
  alarm: WorkerFailure | undefined;
  readonly #client: pg.Client;
  readonly #before: Counted;
  /** When another session was first seen, by process id. */
  #present = new Map<number, number>();
  /** All other sessions, however brief: they are named when the counters have changed. */
  readonly #otherSessions = new Set<string>();
  readonly #timer: NodeJS.Timeout;
  #checking: Promise<void> = Promise.resolve();

  constructor(client: pg.Client, before: Counted, onAlarm: () => void) {
    this.#client = client;
    this.#before = before;
    this.#timer = setInterval(() => {
      this.#checking = this.#checking.then(() => this.#check(onAlarm)).catch(() => undefined);
    }, everyMilliseconds);
  }

  async finish(): Promise<void> {
    clearInterval(this.#timer);
    await this.#checking;
    if (this.alarm) throw this.alarm;
    for (const { who } of await foreignSessions(this.#client)) this.#otherSessions.add(who);
    const stayed = await stayingSessions(this.#client, 0);
    const written = await this.#written();
    const seen = this.#otherSessions.size === 0 ? '' : `; sessions seen: ${[...this.#otherSessions].join('; ')}`;
    if (written !== undefined) {
      throw sourceBusy(`the source database was written to during the copy: ${written}${seen}`);
    }
    if (stayed.length > 0) throw otherSessionsConnected(whoOf(stayed));
  }

  /** A write takes a transaction id. Only the counters show whether a writer or vacuum took it. */
  async #written(): Promise<string | undefined> {
    if ((await nextTransaction(this.#client)) === this.#before.transaction) return undefined;
    return writtenBetween(await this.#before.settled, await settledCounters(this.#client));
  }

  async close(): Promise<void> {
    clearInterval(this.#timer);
    await this.#client.end().catch(() => undefined);
  }

  async #check(onAlarm: () => void): Promise<void> {
    if (this.alarm) return;
    const now = performance.now();
    const sessions = await foreignSessions(this.#client);
    this.#present = new Map(sessions.map(({ pid }) => [pid, this.#present.get(pid) ?? now]));
    for (const { who } of sessions) this.#otherSessions.add(who);
    const stayed = sessions.filter(({ pid }) => now - (this.#present.get(pid) ?? now) >= staying.milliseconds);
    if (stayed.length === 0) return;
    this.alarm = otherSessionsConnected(whoOf(stayed));
    onAlarm();
  }
}

function otherSessionsConnected(who: string): WorkerFailure {
  return sourceBusy(`other sessions connected to the source database during the copy: ${who}`);
}

function sourceBusy(message: string): WorkerFailure {
  return new WorkerFailure(message, workerExit.foreignWriter);
}
