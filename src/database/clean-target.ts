import type pg from 'pg';
import { applicationName, quoteIdentifier } from './connection.ts';
import { userSchemas } from './table.ts';

/**
 * Takes away what a run that was cut off left on the target: its sessions, which outlive it, and its objects. The
 * target is a database that only this migration writes to.
 */
export async function cleanTarget(client: pg.Client): Promise<void> {
  await endFormerSessions(client);
  const owned = await client.query<{ drop: string }>(`
    select pg_catalog.format('drop %s if exists %I.%I cascade',
             case c.relkind when 'v' then 'view' when 'm' then 'materialized view' when 'S' then 'sequence' else 'table' end,
             n.nspname, c.relname) as drop
      from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
     where c.relkind in ('r', 'p', 'v', 'm', 'S') and ${userSchemas}
       and pg_catalog.pg_has_role(c.relowner, 'USAGE')`);
  for (const { drop } of owned.rows) await client.query(drop);
  const schemas = await client.query<{ name: string }>(`
    select n.nspname as name from pg_catalog.pg_namespace n
     where ${userSchemas} and n.nspname <> 'public' and pg_catalog.pg_has_role(n.nspowner, 'USAGE')`);
  for (const { name } of schemas.rows) await client.query(`drop schema ${quoteIdentifier(name)} cascade`);
}

/** A killed client does not stop its backend: an index build would go on and hold its locks. */
export async function endFormerSessions(client: pg.Client): Promise<void> {
  await client.query(
    `select pg_catalog.pg_terminate_backend(pid) from pg_catalog.pg_stat_activity
      where datname = pg_catalog.current_database() and usename = current_user
        and pid <> pg_catalog.pg_backend_pid() and application_name = $1`,
    [applicationName],
  );
}
