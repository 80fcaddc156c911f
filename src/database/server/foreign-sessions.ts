import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';
import { applicationName } from './connection.ts';

/** A session of another client, with the details that an ordinary role may see. */
export interface ForeignSession {
  readonly pid: number;
  /** Role, program and address. */
  readonly who: string;
}

/**
 * Sessions of other clients on the client's database, and prepared transactions, which need no session to commit.
 * Without background workers: in PostgreSQL 10 and newer they have a backend type and no user; in 9.6, to an ordinary
 * role, an autovacuum worker looks like an unnamed session of the first superuser, so the counters cover those.
 */
export async function foreignSessions(client: pg.Client): Promise<readonly ForeignSession[]> {
  const { rows } = await client.query<ForeignSession>(
    `select pid, pg_catalog.concat_ws(' ', usename, 'with ' || nullif(application_name, ''),
                                      'from ' || pg_catalog.host(client_addr)) as who
       from pg_catalog.pg_stat_activity a, lateral (select pg_catalog.to_jsonb(a) as facts) f
      where datname = pg_catalog.current_database() and pid <> pg_catalog.pg_backend_pid()
        and application_name <> $1 and usesysid is not null
        and case when facts ? 'backend_type'
                 then coalesce(facts ->> 'backend_type', 'client backend') = 'client backend'
                 else not (usesysid = 10 and application_name = '' and client_port is null) end
      union all
     select 0, 'prepared transaction of ' || owner
       from pg_catalog.pg_prepared_xacts where database = pg_catalog.current_database()
      order by who, pid`,
    [applicationName],
  );
  return rows;
}

/** How long a session must stay to count: readiness probes also connect, briefly, every few seconds. */
export const staying = { milliseconds: 1500, every: 500 } as const;

/**
 * Waits up to `patience` milliseconds for the sessions of other clients to end, and returns those that stay. Sessions
 * that start and end within that time do not count.
 */
export async function stayingSessions(client: pg.Client, patience: number): Promise<readonly ForeignSession[]> {
  const deadline = Date.now() + Math.max(patience, staying.milliseconds);
  let stayed = await foreignSessions(client);
  while (stayed.length > 0 && Date.now() < deadline) {
    await sleep(staying.every);
    const now = await foreignSessions(client);
    const before = stayed;
    stayed = now.filter((session) => before.some(({ pid }) => pid === session.pid));
  }
  return stayed;
}

export function whoOf(sessions: readonly ForeignSession[]): string {
  return [...new Set(sessions.map(({ who }) => who))].join('; ');
}
