import type pg from 'pg';

/** Sessions that a copy has on the source at most: its watch, its snapshot, three workers, one that comes and goes. */
const sessions = 6;

/** Why the source does not let a copy work, as it is reached; undefined when it does. */
export async function unfitConnection(client: pg.Client): Promise<string | undefined> {
  return (await throughPooler(client)) ?? (await tooFewSessions(client));
}

/** A pooler gives out keys of its own; its sessions are not the server's, and say nothing about who is there. */
async function throughPooler(client: pg.Client): Promise<string | undefined> {
  const { rows } = await client.query<{ pid: number }>('select pg_catalog.pg_backend_pid() as pid');
  const told: unknown = (client as { processID?: unknown }).processID;
  if (rows[0]?.pid === told) return undefined;
  return (
    'it is reached through a connection pooler such as pgbouncer, which hides who uses the server; ' +
    'name the PostgreSQL server itself in DB_URI'
  );
}

/** The old registry's own sessions are gone when it counts, those on other databases of the server are not. */
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
  const wanted = `a copy needs ${sessions} sessions`;
  if (isBelow(found.role)) {
    return `${wanted}, and its role may have ${found.role}; allow more (ALTER ROLE ... CONNECTION LIMIT ${sessions * 2})`;
  }
  if (isBelow(found.database)) {
    return `${wanted}, and it takes ${found.database}; allow more (ALTER DATABASE ... CONNECTION LIMIT ${sessions * 2})`;
  }
  if (found.server - found.elsewhere >= sessions) return undefined;
  return `${wanted}, and its server has ${found.server}, of which other databases hold ${found.elsewhere}; raise max_connections`;
}

/** -1 is no limit. */
function isBelow(limit: number): boolean {
  return limit >= 0 && limit < sessions;
}
