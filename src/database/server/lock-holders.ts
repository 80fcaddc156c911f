import type pg from 'pg';
import { withConnection } from './connection.ts';
import type { ConnectionTarget } from './connection-target.ts';

/**
 * Milliseconds to wait for a lock when reading the source: altering a table holds it briefly; a longer lock is
 * forgotten, or maintenance work.
 */
export const lockPatience = { inspect: 10_000, copy: 60_000 } as const;

/**
 * Which sessions hold locks that prevent reading, as a message; undefined without such locks. Uses its own session, and
 * reads only catalogs that cannot be locked.
 */
export async function lockHolders(source: ConnectionTarget): Promise<string | undefined> {
  return withConnection(source, async (client) => {
    const { rows } = await client.query<{ name: string; who: string }>(holders);
    if (rows.length === 0) return undefined;
    const told = [...Map.groupBy(rows, ({ who }) => who)].map(
      ([who, tables]) => `${tables.map(({ name }) => name).join(', ')} by ${who}`,
    );
    return `locked exclusively: ${told.join('; ')}`;
  });
}

/** `canceling statement due to lock timeout`. */
export function isLockTimeout(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return (error as { code?: unknown }).code === '55P03' || error.message.includes('due to lock timeout');
}

/** For an ordinary role, the start of another role's transaction is not visible. */
const holders = `
  select distinct case n.nspname when 'public' then c.relname else n.nspname || '.' || c.relname end as name,
         coalesce(
           'prepared transaction ' || pg_catalog.quote_literal(x.gid) || ' of ' || x.owner || ' since ' || x.prepared::timestamptz(0),
           pg_catalog.concat_ws(' ', 'process ' || l.pid || ' of', a.usename, 'with ' || nullif(a.application_name, ''),
                                'from ' || pg_catalog.host(a.client_addr), 'since ' || a.xact_start::timestamptz(0))) as who
    from pg_catalog.pg_locks l
    join pg_catalog.pg_class c on c.oid = l.relation and c.relkind in ('r', 'S', 'm')
    join pg_catalog.pg_namespace n on n.oid = c.relnamespace
    left join pg_catalog.pg_stat_activity a on a.pid = l.pid
    -- A prepared transaction has no process, and holds its own number.
    left join pg_catalog.pg_locks t on l.pid is null and t.pid is null and t.virtualtransaction = l.virtualtransaction
                                   and t.locktype = 'transactionid'
    left join pg_catalog.pg_prepared_xacts x on x.transaction = t.transactionid
   where l.locktype = 'relation' and l.granted and l.mode = 'AccessExclusiveLock' and l.relation >= 16384
     and l.database = (select oid from pg_catalog.pg_database where datname = pg_catalog.current_database())
   order by 2, 1`;

/** Sets how long this session waits for locks. */
export async function waitForLocks(client: pg.Client, milliseconds: number): Promise<void> {
  await client.query(`set lock_timeout = ${milliseconds}`);
}
