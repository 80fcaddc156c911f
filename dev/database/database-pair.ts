import pg from 'pg';
import type { ConnectionTarget } from '../../src/database/server/connection-target.ts';
import type { PostgresMajor } from '../quay/postgres-programs.ts';
import { type PostgresServer, startPostgres } from '../quay/postgres-server.ts';
import { type LegacyDatabaseOptions, generateLegacyDatabase } from '../quay/schema/generate-legacy-database.ts';

/** Role and database of a test's target hold a hyphen, as the operator's names do, and characters that need quotes. */
export const targetRole = 'prod-quay-database';

/** A PostgreSQL 10 with a legacy registry's database, and a PostgreSQL 13 that takes copies of it, unless told otherwise. */
export interface DatabasePair {
  readonly old: PostgresServer;
  readonly fresh: PostgresServer;
  /** Database `quay` of role `quay`. */
  readonly source: ConnectionTarget;
  /** A new, empty database of `targetRole`, with quotes and blanks in its name. */
  newTarget(): Promise<ConnectionTarget>;
  stop(): Promise<void>;
}

export interface PairMajors {
  readonly from?: PostgresMajor;
  readonly to?: PostgresMajor;
}

export async function startDatabasePair(
  options: LegacyDatabaseOptions,
  { from = 10, to = 13 }: PairMajors = {},
): Promise<DatabasePair> {
  const [old, fresh] = await Promise.all([startPostgres({ major: from }), startPostgres({ major: to })]);
  await runSql(old, 'postgres', `create role quay login password 'x'`);
  await runSql(old, 'postgres', 'create database quay owner quay');
  await runSql(old, 'quay', 'create extension pg_trgm');
  const client = new pg.Client(old.connection({ database: 'quay', user: 'quay' }));
  await client.connect();
  await generateLegacyDatabase(client, options);
  await client.end();
  await runSql(fresh, 'postgres', `create role "${targetRole}" login password 'x'`);
  let number = 0;
  return {
    old,
    fresh,
    source: connectionTo(old, { side: 'source', database: 'quay', user: 'quay' }),
    newTarget: async () => {
      number += 1;
      const database = `copy "${number}"`;
      await runSql(fresh, 'postgres', `create database ${pg.escapeIdentifier(database)} owner "${targetRole}"`);
      return connectionTo(fresh, { side: 'target', database, user: targetRole });
    },
    stop: async () => {
      await Promise.all([old.stop(), fresh.stop()]);
    },
  };
}

export function connectionTo(
  server: PostgresServer,
  { side, database, user }: Pick<ConnectionTarget, 'side' | 'database' | 'user'>,
): ConnectionTarget {
  return { side, host: '127.0.0.1', port: server.port, database, user, password: 'pa ss"word' };
}

/** As superuser, in a session of its own. */
export async function runSql<Row extends pg.QueryResultRow>(
  server: PostgresServer,
  database: string,
  sql: string,
): Promise<readonly Row[]> {
  const client = new pg.Client({ ...server.connection({ database }), application_name: 'test' });
  await client.connect();
  try {
    return (await client.query<Row>(sql)).rows;
  } finally {
    await client.end();
  }
}

/** The environment that makes the worker's process use the pair. */
export function workerEnvironmentOf(
  source: ConnectionTarget | undefined,
  target: ConnectionTarget | undefined,
): NodeJS.ProcessEnv {
  const of = (prefix: string, side: ConnectionTarget | undefined): NodeJS.ProcessEnv =>
    side === undefined
      ? {}
      : {
          [`${prefix}_HOST`]: side.host,
          [`${prefix}_PORT`]: String(side.port),
          [`${prefix}_DATABASE`]: side.database,
          [`${prefix}_USER`]: side.user,
          [`${prefix}_PASSWORD`]: side.password,
        };
  return { ...of('SOURCE', source), ...of('TARGET', target) };
}
