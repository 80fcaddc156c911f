import pg from 'pg';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Encryption, type Way, usualEncryption, waysTo } from './encryption.ts';
import { type FailedWay, isRefusal, refusalOf } from './refused-connection.ts';
import { WorkerFailure, reasonOf } from './worker-failure.ts';

/** Where a database is. */
export interface ConnectionTarget {
  /** `source` or `target`: how messages call it. */
  readonly side: 'source' | 'target';
  readonly host: string;
  readonly port: number;
  readonly database: string;
  readonly user: string;
  readonly password: string;
  /** libpq's `prefer` unless told otherwise. */
  readonly encryption?: Encryption;
}

/** How our own sessions are told from others'. */
export const applicationName = 'quay-migration-worker';

/**
 * Settings that make both servers write and read the same text, whatever their configuration: another DateStyle alone
 * changes every digest. Timeouts of the server or role must not cut a long copy, and a row that a policy would hide
 * must be an error, not a row less.
 */
const sessionSettings = [
  `set datestyle = 'ISO, YMD'`,
  `set timezone = 'UTC'`,
  `set intervalstyle = 'postgres'`,
  `set client_encoding = 'UTF8'`,
  'set standard_conforming_strings = on',
  'set extra_float_digits = 3',
  `set bytea_output = 'hex'`,
  'set quote_all_identifiers = off',
  `set search_path = ''`,
  'set row_security = off',
  // Rows come in the order in which they lie, or the digest of a stream would say nothing.
  'set synchronize_seqscans = off',
  'set statement_timeout = 0',
  'set idle_in_transaction_session_timeout = 0',
  'set lock_timeout = 0',
];

/** Milliseconds for one try: a host that swallows packets must not hold a try for minutes. */
const oneTry = 10_000;

/** For the first connection of a run: the server may be starting, or the network of a new pod not be there yet. */
export const untilReached = 60_000;

/** For every later one: a server that is gone by then should not hold the outage for long. */
const onceReached = 5000;

/** Connects, trying again for `patience` milliseconds. */
export async function connect(target: ConnectionTarget, patience = onceReached): Promise<pg.Client> {
  const deadline = Date.now() + patience;
  const timeout = Math.max(1000, Math.min(oneTry, patience));
  for (;;) {
    const tried = await tryWays(target, timeout);
    if (tried instanceof pg.Client) return tried;
    if (Date.now() >= deadline || tried.every(({ error }) => isRefusal(error))) {
      throw new WorkerFailure(`${nameOf(target)} cannot be reached as ${target.user}: ${refusalOf(target, tried)}`);
    }
    await sleep(500);
  }
}

/** The session, or why each way failed; the next is tried only when the server has refused. */
async function tryWays(target: ConnectionTarget, timeout: number): Promise<pg.Client | readonly FailedWay[]> {
  const failures: FailedWay[] = [];
  for (const way of waysOf(target)) {
    try {
      const client = await open(target, way, timeout);
      workingWays.set(target, way);
      return client;
    } catch (error) {
      failures.push({ way, error });
      if (!isRefusal(error)) break;
    }
  }
  return failures;
}

/** Which way led in first: the next session comes the same way, and asks no server again for what it does not have. */
const workingWays = new WeakMap<ConnectionTarget, Way>();

function waysOf(target: ConnectionTarget): readonly Way[] {
  const known = workingWays.get(target);
  if (known !== undefined) return [known];
  try {
    return waysTo(target.host, target.encryption ?? usualEncryption);
  } catch (error) {
    throw new WorkerFailure(`${nameOf(target)} cannot be reached: ${reasonOf(error)}`);
  }
}

async function open(
  { host, port, database, user, password }: ConnectionTarget,
  ssl: Way,
  timeout: number,
): Promise<pg.Client> {
  const client = new pg.Client({
    ...{ host, port, database, user, password, ssl },
    application_name: applicationName,
    keepAlive: true,
    connectionTimeoutMillis: timeout,
  });
  // A connection that is lost between queries must end the run by its next query, not the process at once.
  client.on('error', (error) => {
    if (!losses.has(client)) losses.set(client, reasonOf(error));
  });
  try {
    await client.connect();
    await client.query(sessionSettings.join('; '));
    return client;
  } catch (error) {
    await client.end().catch(() => undefined);
    throw error;
  }
}

const losses = new WeakMap<pg.Client, string>();

/** Why a query of this session failed: what ended the session, where it was lost before. */
export function failureOf(client: pg.Client, error: unknown): string {
  return losses.get(client) ?? reasonOf(error);
}

/** For messages. */
export function nameOf({ side, database, host, port }: ConnectionTarget): string {
  return `the ${side} database ${database} on ${host}:${port}`;
}

export async function withConnection<Result>(
  target: ConnectionTarget,
  use: (client: pg.Client) => Promise<Result>,
  patience?: number,
): Promise<Result> {
  const client = await connect(target, patience);
  try {
    return await use(client);
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** `"name"`: an identifier as SQL wants it. */
export function quoteIdentifier(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
