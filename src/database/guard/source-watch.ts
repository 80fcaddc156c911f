import type pg from 'pg';
import { workerExit } from '../../contract/worker.ts';
import { connect, untilReached } from '../server/connection.ts';
import type { ConnectionTarget } from '../server/connection-target.ts';
import { endOwnSessions } from '../server/end-own-sessions.ts';
import { foreignSessions, staying, stayingSessions, whoOf } from '../server/foreign-sessions.ts';
import { WorkerFailure } from '../server/worker-failure.ts';
import { type Counted, countersFrom, nextTransaction, settledCounters, writtenBetween } from './write-counters.ts';

/** Sees to it that nobody else uses the source while it is copied. */
export interface SourceWatch {
  /** Why the copy cannot be used, once somebody else has stayed on the source. */
  readonly alarm: WorkerFailure | undefined;
  /** Looks once more, and throws when anybody came or wrote since the watch began. */
  finish(): Promise<void>;
  close(): Promise<void>;
}

const everyMilliseconds = 1000;

/**
 * Ends sessions that an earlier run left on the source, waits up to `patience` milliseconds for those of others to go,
 * and fails with their names when they stay. From then on it looks every second; `onAlarm` is called once.
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
      throw notAtRest(`somebody is connected to the old database, which must be at rest: ${whoOf(stayed)}`);
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
  /** When a session of somebody else was first seen, by its process. */
  #present = new Map<number, number>();
  /** Everybody who was there, even for an instant: they are named when the counters have moved. */
  readonly #guests = new Set<string>();
  readonly #timer: NodeJS.Timeout;
  #looking: Promise<void> = Promise.resolve();

  constructor(client: pg.Client, before: Counted, onAlarm: () => void) {
    this.#client = client;
    this.#before = before;
    this.#timer = setInterval(() => {
      this.#looking = this.#looking.then(() => this.#look(onAlarm)).catch(() => undefined);
    }, everyMilliseconds);
  }

  async finish(): Promise<void> {
    clearInterval(this.#timer);
    await this.#looking;
    if (this.alarm) throw this.alarm;
    for (const { who } of await foreignSessions(this.#client)) this.#guests.add(who);
    const stayed = await stayingSessions(this.#client, 0);
    const written = await this.#written();
    const guests = this.#guests.size === 0 ? '' : `; seen there: ${[...this.#guests].join('; ')}`;
    if (written !== undefined) {
      throw notAtRest(`somebody wrote to the old database while it was copied: ${written}${guests}`);
    }
    if (stayed.length > 0) throw cameBack(whoOf(stayed));
  }

  /** Nothing is written without a transaction's number; who took one, vacuum or a writer, only the counters know. */
  async #written(): Promise<string | undefined> {
    if ((await nextTransaction(this.#client)) === this.#before.transaction) return undefined;
    return writtenBetween(await this.#before.told, await settledCounters(this.#client));
  }

  async close(): Promise<void> {
    clearInterval(this.#timer);
    await this.#client.end().catch(() => undefined);
  }

  async #look(onAlarm: () => void): Promise<void> {
    if (this.alarm) return;
    const now = performance.now();
    const sessions = await foreignSessions(this.#client);
    this.#present = new Map(sessions.map(({ pid }) => [pid, this.#present.get(pid) ?? now]));
    for (const { who } of sessions) this.#guests.add(who);
    const stayed = sessions.filter(({ pid }) => now - (this.#present.get(pid) ?? now) >= staying.milliseconds);
    if (stayed.length === 0) return;
    this.alarm = cameBack(whoOf(stayed));
    onAlarm();
  }
}

function cameBack(who: string): WorkerFailure {
  return notAtRest(`somebody connected to the old database while it was copied: ${who}`);
}

function notAtRest(message: string): WorkerFailure {
  return new WorkerFailure(message, workerExit.foreignWriter);
}
