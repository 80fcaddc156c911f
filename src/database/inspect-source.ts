import type pg from 'pg';
import type { SourceReport } from '../contract/source-report.ts';
import { workerExit } from '../contract/worker.ts';
import { type ConnectionTarget, withConnection } from './connection.ts';
import { listTables } from './table.ts';
import { WorkerFailure, reasonOf } from './worker-failure.ts';

/** Heads of Quay 3.2 and 3.3: from any other revision a migration would run through steps that nobody has proven. */
export const sourceRevisions: Readonly<Record<string, string>> = {
  '34c8ef052ec9': 'Quay 3.2',
  '04b9d2191450': 'Quay 3.3',
};

/** Looks at the old database and at nothing else. Refuses what cannot be migrated, with exit status `unfit`. */
export async function inspectSource(
  source: ConnectionTarget,
  target: ConnectionTarget | undefined,
  writer: string,
): Promise<SourceReport> {
  const report = await withConnection(source, (client) => readReport(client, writer));
  if (sourceRevisions[report.revision] === undefined) {
    throw unfit(
      `its schema is at revision ${report.revision || '(none)'}, but only ${Object.entries(sourceRevisions)
        .map(([revision, release]) => `${revision} (${release})`)
        .join(' and ')} can be migrated; bring the old registry to the last 3.3 release first`,
    );
  }
  if (report.encoding !== 'UTF8') {
    throw unfit(`its encoding is ${report.encoding}; dump it, and load it into a database of encoding UTF8 first`);
  }
  if (target !== undefined) await withConnection(target, assertUsable);
  return report;
}

async function readReport(client: pg.Client, writer: string): Promise<SourceReport> {
  const { rows } = await client.query<{ version: string; encoding: string; collation: string }>(
    `select pg_catalog.current_setting('server_version') as version,
            pg_catalog.pg_encoding_to_char(encoding) as encoding, datcollate as collation
       from pg_catalog.pg_database where datname = pg_catalog.current_database()`,
  );
  const tables = await listTables(client);
  return {
    schemaVersion: 1,
    writer,
    serverVersion: rows[0]?.version ?? '',
    encoding: rows[0]?.encoding ?? '',
    collation: rows[0]?.collation ?? '',
    revision: await readRevision(client),
    tables: tables.length,
    rowsEstimated: tables.reduce((sum, table) => sum + table.rows, 0),
    bytes: tables.reduce((sum, table) => sum + table.bytes, 0),
  };
}

/** The revision of Quay's schema. */
export async function readRevision(client: pg.Client): Promise<string> {
  try {
    const { rows } = await client.query<{ revision: string }>(
      'select version_num as revision from public.alembic_version',
    );
    if (rows.length > 1) throw unfit('its table alembic_version holds more than one revision');
    return rows[0]?.revision ?? '';
  } catch (error) {
    if (error instanceof WorkerFailure) throw error;
    throw unfit(`its table alembic_version cannot be read: ${reasonOf(error)}`);
  }
}

async function assertUsable(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ create: boolean; encoding: string }>(
    `select pg_catalog.has_schema_privilege('public', 'CREATE') as create,
            pg_catalog.pg_encoding_to_char(encoding) as encoding
       from pg_catalog.pg_database where datname = pg_catalog.current_database()`,
  );
  if (rows[0]?.encoding !== 'UTF8')
    throw unfit(`the new database has the encoding ${rows[0]?.encoding ?? ''}, not UTF8`);
  if (!rows[0].create) throw unfit('the role of the new database may not create tables in the schema public');
}

function unfit(why: string): WorkerFailure {
  return new WorkerFailure(`the old database cannot be migrated: ${why}`, workerExit.unfit);
}
