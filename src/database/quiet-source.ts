import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';
import { workerExit } from '../contract/worker.ts';
import { applicationName } from './connection.ts';
import { WorkerFailure } from './worker-failure.ts';

/** Row counters of the whole database: they stand still when nobody writes. */
export interface WriteCounters {
  readonly inserted: string;
  readonly updated: string;
  readonly deleted: string;
}

/** The collector of PostgreSQL up to 14 takes half a second to tell what a session that has ended did. */
const settling = 1000;

/** Fails, and says who, when anybody else is connected to the database. */
export async function assertNoForeignSession(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ who: string }>(
    `select pg_catalog.concat_ws(' ', usename, 'with ' || nullif(application_name, ''), 'from ' || client_addr::text) as who
       from pg_catalog.pg_stat_activity
      where datname = pg_catalog.current_database() and pid <> pg_catalog.pg_backend_pid()
        and application_name <> $1 and coalesce(pg_catalog.to_jsonb(pg_stat_activity) ->> 'backend_type', 'client backend') = 'client backend'`,
    [applicationName],
  );
  if (rows.length === 0) return;
  throw new WorkerFailure(
    `somebody is connected to the old database, which must be at rest: ${rows.map((row) => row.who).join('; ')}`,
    workerExit.foreignWriter,
  );
}

/** Waits until the counters are told, and reads them. */
export async function readCounters(client: pg.Client): Promise<WriteCounters> {
  await sleep(settling);
  const { rows } = await client.query<WriteCounters>(
    `select coalesce(pg_catalog.sum(n_tup_ins), 0)::text as inserted, coalesce(pg_catalog.sum(n_tup_upd), 0)::text as updated,
            coalesce(pg_catalog.sum(n_tup_del), 0)::text as deleted
       from pg_catalog.pg_stat_user_tables`,
  );
  const [counters] = rows;
  if (counters === undefined) throw new WorkerFailure('pg_stat_user_tables of the old database cannot be read');
  return counters;
}

export function assertUnchanged(before: WriteCounters, after: WriteCounters): void {
  const changed = (['inserted', 'updated', 'deleted'] as const).filter((kind) => before[kind] !== after[kind]);
  if (changed.length === 0) return;
  const told = changed.map((kind) => `${(BigInt(after[kind]) - BigInt(before[kind])).toString()} rows ${kind}`);
  throw new WorkerFailure(
    `somebody wrote to the old database while it was copied: ${told.join(', ')}`,
    workerExit.foreignWriter,
  );
}
