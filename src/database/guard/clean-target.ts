import type pg from 'pg';
import { workerExit } from '../../contract/worker.ts';
import { quoteIdentifier } from '../server/connection.ts';
import { endOwnSessions } from '../server/end-own-sessions.ts';
import { stayingSessions, whoOf } from '../server/foreign-sessions.ts';
import { unlinkLargeObjects } from '../rows/large-objects.ts';
import { readRevisions, sourceRevisions } from '../server/revision.ts';
import { userSchemas } from '../catalog/table.ts';
import { WorkerFailure } from '../server/worker-failure.ts';

/**
 * Removes the remains of an interrupted run from the target: its sessions, which outlive it, and its objects. Fails for
 * a target that other sessions use, that is the source itself, or whose schema was upgraded: a registry may have
 * written to it.
 */
export async function cleanTarget(client: pg.Client, source: DatabaseIdentity): Promise<void> {
  await assertOurs(client, source);
  const owned = await client.query<{ drop: string }>(`
    select pg_catalog.format('drop %s if exists %I.%I cascade',
             case c.relkind when 'v' then 'view' when 'm' then 'materialized view' when 'S' then 'sequence' else 'table' end,
             n.nspname, c.relname) as drop
      from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
     where c.relkind in ('r', 'p', 'v', 'm', 'S') and ${userSchemas}
       and pg_catalog.pg_has_role(c.relowner, 'USAGE')
     -- The sequence of an identity column goes only with its table.
     order by c.relkind = 'S'`);
  for (const { drop } of owned.rows) await client.query(drop);
  const schemas = await client.query<{ name: string }>(`
    select n.nspname as name from pg_catalog.pg_namespace n
     where ${userSchemas} and n.nspname <> 'public' and pg_catalog.pg_has_role(n.nspowner, 'USAGE')`);
  for (const { name } of schemas.rows) await client.query(`drop schema ${quoteIdentifier(name)} cascade`);
  await unlinkLargeObjects(client);
  // Functions, types and other objects. Tables were dropped one by one, because all at once would exceed the lock limit.
  await client.query('drop owned by current_user cascade');
}

/** Runs the same checks without emptying the target. */
export async function assertOurs(client: pg.Client, source: DatabaseIdentity): Promise<void> {
  await endOwnSessions(client);
  if ((await readIdentity(client)) === source) {
    throw new WorkerFailure('the source database and the target database are the same', workerExit.unfit);
  }
  const sessions = await stayingSessions(client, 0);
  if (sessions.length > 0) {
    throw new WorkerFailure(
      `other sessions are connected to the target database, which only this copy may use: ${whoOf(sessions)}`,
    );
  }
  const upgraded = (await readRevisions(client)).find((revision) => sourceRevisions[revision] === undefined);
  if (upgraded !== undefined) {
    throw new WorkerFailure(
      `the target database contains a Quay schema of revision ${upgraded}, which may be in use, so it is not emptied`,
      workerExit.unfit,
    );
  }
}

/** Equal for two connections exactly when they have the same database of the same running server. */
export type DatabaseIdentity = string;

export async function readIdentity(client: pg.Client): Promise<DatabaseIdentity> {
  const { rows } = await client.query<{ identity: string }>(
    `select pg_catalog.concat_ws(' ', pg_catalog.pg_postmaster_start_time(), d.oid, d.datname) as identity
       from pg_catalog.pg_database d where d.datname = pg_catalog.current_database()`,
  );
  return rows[0]?.identity ?? '';
}
