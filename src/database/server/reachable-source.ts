import type pg from 'pg';

/** Maximum sessions of a copy on the source: its watch, its snapshot, three workers and a temporary one. */
const sessions = 6;

/** Why the connection to the source does not support a copy; undefined when it does. */
export async function unfitConnection(client: pg.Client): Promise<string | undefined> {
  return (await throughPooler(client)) ?? (await tooFewSessions(client));
}

/** A pooler reports process ids of its own, and hides which clients are connected to the server. */
async function throughPooler(client: pg.Client): Promise<string | undefined> {
  const { rows } = await client.query<{ pid: number }>('select pg_catalog.pg_backend_pid() as pid');
  const told: unknown = (client as { processID?: unknown }).processID;
  if (rows[0]?.pid === told) return undefined;
  return (
    'the connection goes through a pooler such as pgbouncer, which hides the other clients of the server; ' +
    'set DB_URI to the PostgreSQL server itself'
  );
}

/** The old registry's own sessions will be gone in the downtime; those on other databases of the server will not. */
async function tooFewSessions(client: pg.Client): Promise<string | undefined> {
  const { rows } = await client.query<{ role: number; database: number; server: number; elsewhere: number }>(`
    select r.rolconnlimit as role, d.datconnlimit as database,
           pg_catalog.current_setting('max_connections')::int
             - pg_catalog.current_setting('superuser_reserved_connections')::int as server,
           (select pg_catalog.count(*)::int from pg_catalog.pg_stat_activity a
             where a.datid <> d.oid and a.usesysid is not null) as elsewhere
      from pg_catalog.pg_roles r, pg_catalog.pg_database d
     where r.rolname = current_user and d.datname = pg_catalog.current_database()`);
  const [found] = rows;
  if (found === undefined) return undefined;
  const wanted = `a copy needs ${sessions} connections`;
  if (isBelow(found.role)) {
    return `${wanted}, but its role is limited to ${found.role}; raise the limit (ALTER ROLE ... CONNECTION LIMIT ${sessions * 2})`;
  }
  if (isBelow(found.database)) {
    return `${wanted}, but the database is limited to ${found.database}; raise the limit (ALTER DATABASE ... CONNECTION LIMIT ${sessions * 2})`;
  }
  if (found.server - found.elsewhere >= sessions) return undefined;
  return `${wanted}, but its server is limited to ${found.server}, of which other databases use ${found.elsewhere}; raise max_connections`;
}

/** -1 is no limit. */
function isBelow(limit: number): boolean {
  return limit >= 0 && limit < sessions;
}
