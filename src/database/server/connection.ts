import pg from 'pg';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ConnectionTarget } from './connection-target.ts';
import { type Way, usualEncryption, waysTo } from './encryption.ts';
import { type FailedWay, isRejection, rejectionOf } from './rejected-connection.ts';
import { WorkerFailure, reasonOf } from './worker-failure.ts';

/** How our own sessions are told from others'. */
export const applicationName = 'quay-migration-worker';

/**
 * Settings with which both servers read and write the same text, whatever their configuration: another DateStyle alone
 * would change every digest. Timeouts of the server or role must not interrupt a long copy, and a row that a policy
 * hides must be an error, not a missing row.
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
  // Return rows in physical order: the digest of a stream depends on it.
  'set synchronize_seqscans = off',
  'set statement_timeout = 0',
  'set idle_in_transaction_session_timeout = 0',
  'set lock_timeout = 0',
];

/** Milliseconds for one attempt: a host that drops packets must not block it for minutes. */
const oneTry = 10_000;

/** Patience of the first connection: the server may be starting, or the network of a new pod may not be ready. */
export const untilReached = 60_000;

/** Patience of later connections: a server that is gone by then must not prolong the downtime. */
const onceReached = 5000;

/** Connects, with retries for `patience` milliseconds. */
export async function connect(target: ConnectionTarget, patience = onceReached): Promise<pg.Client> {
  const deadline = Date.now() + patience;
  const timeout = Math.max(1000, Math.min(oneTry, patience));
  for (;;) {
    const tried = await tryWays(target, timeout);
    if (tried instanceof pg.Client) return tried;
    if (Date.now() >= deadline || tried.every(({ error }) => isRejection(error))) {
      throw new WorkerFailure(`${nameOf(target)} cannot be reached as ${target.user}: ${rejectionOf(target, tried)}`);
    }
    await sleep(500);
  }
}

/** The session, or why each way failed; the next way is tried only when the server rejected the connection. */
async function tryWays(target: ConnectionTarget, timeout: number): Promise<pg.Client | readonly FailedWay[]> {
  const failures: FailedWay[] = [];
  for (const way of waysOf(target)) {
    try {
      const client = await open(target, way, timeout);
      workingWays.set(target, way);
      return client;
    } catch (error) {
      failures.push({ way, error });
      if (!isRejection(error)) break;
    }
  }
  return failures;
}

/** The way that worked first, which later sessions use directly. */
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
  // A connection that is lost between queries must fail the next query, not end the process.
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

/** Why a query of this session failed: the loss of the connection, if it was lost before. */
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

/** A quoted SQL identifier: `"name"`. */
export function quoteIdentifier(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
