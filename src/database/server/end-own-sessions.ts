import type pg from 'pg';
import { applicationName, withConnection } from './connection.ts';
import type { ConnectionTarget } from './connection-target.ts';

/**
 * Terminates all other sessions of this worker on the client's database, including those of earlier runs. A killed
 * client does not stop its backend: an index build would continue and hold its locks.
 */
export async function endOwnSessions(client: pg.Client): Promise<void> {
  await client.query(
    `select pg_catalog.pg_terminate_backend(pid) from pg_catalog.pg_stat_activity
      where datname = pg_catalog.current_database() and usename = current_user
        and pid <> pg_catalog.pg_backend_pid() and application_name = $1`,
    [applicationName],
  );
}

/** Makes running work fail at once. Best effort: an unavailable server has no sessions. */
export async function endAllSessions(sides: readonly ConnectionTarget[]): Promise<void> {
  await Promise.all(sides.map((side) => withConnection(side, endOwnSessions, 0).catch(() => undefined)));
}
