import type pg from 'pg';
import type { SourceReport } from '../../contract/source-report.ts';
import { workerExit } from '../../contract/worker.ts';
import { readIdentity } from '../guard/clean-target.ts';
import { quoteIdentifier, untilReached, withConnection } from '../server/connection.ts';
import type { ConnectionTarget } from '../server/connection-target.ts';
import { dumpEntries } from '../catalog/dump-entries.ts';
import { misfitReason } from './fits-target.ts';
import { describeInvalid, findInvalidText } from '../rows/invalid-text.ts';
import { unreadableLargeObjects } from '../rows/large-objects.ts';
import { isLockTimeout, lockHolders, lockPatience, waitForLocks } from '../server/lock-holders.ts';
import { notCarried } from '../catalog/not-carried.ts';
import { dumpDefinitions, toolVersion } from '../server/postgres-tool.ts';
import { unfitConnection } from '../server/reachable-source.ts';
import { readRevisions, sourceRevisions } from '../server/revision.ts';
import { exportSnapshot } from '../server/source-snapshot.ts';
import { listTables, serverVersion } from '../catalog/table.ts';
import { unfitForCopy, unknownKinds } from './unfit-objects.ts';
import { tooOldInPlace, upgradeObstacle } from './upgrade-obstacles.ts';
import { WorkerFailure } from '../server/worker-failure.ts';

/** Supported versions of the source server: from that of the legacy operator to the latest one that is tested. */
const oldest = 90_600;
const newest = 160_000;

/** Maximum tables that a message names. */
const named = 5;

export interface InspectOptions {
  readonly writer: string;
  /** The minor version of the Quay 3 that will upgrade the schema; empty when unknown. */
  readonly quayMinor: string;
  /** Milliseconds to wait for a locked table. */
  readonly lockWait?: number;
}

/**
 * Inspects the source database, and the target database if there is one, without changes. Fails with exit status
 * `unfit` when the source cannot be migrated.
 */
export async function inspectSource(
  source: ConnectionTarget,
  target: ConnectionTarget | undefined,
  order: InspectOptions,
): Promise<SourceReport> {
  const inspect = async (client: pg.Client): Promise<SourceReport> => {
    await waitForLocks(client, order.lockWait ?? lockPatience.inspect);
    const revision = await soleRevision(client);
    const report = await readReport(client, revision, order.writer);
    const copied = target !== undefined;
    if (report.encoding !== 'UTF8' && !(copied && report.encoding === 'SQL_ASCII')) {
      throw unfit(
        `its encoding is ${report.encoding}; dump it and restore it into a database with encoding UTF8 first`,
      );
    }
    await assertReadable(client);
    failIf(await upgradeObstacle(client));
    if (!copied) {
      failIf(await tooOldInPlace(client, order.quayMinor));
      return report;
    }
    await assertCopyable(client);
    if (report.encoding === 'SQL_ASCII') await assertValidText(client);
    await assertDumpable(source);
    const notes = await notCarried(client);
    return { ...report, ...(notes.length > 0 && { notes }), target: await inspectTarget(client, target) };
  };
  try {
    return await withConnection(source, inspect, untilReached);
  } catch (error) {
    const holders = isLockTimeout(error) ? await lockHolders(source) : undefined;
    if (holders === undefined) throw error;
    throw new WorkerFailure(`the source database cannot be read, because tables are ${holders}`);
  }
}

async function soleRevision(client: pg.Client): Promise<string> {
  const may = await client.query<{ may: boolean | null }>(
    `select pg_catalog.has_table_privilege(pg_catalog.to_regclass('public.alembic_version'), 'SELECT') as may`,
  );
  if (may.rows[0]?.may === false)
    throw unfit('the role of the old registry has no permission to read table alembic_version');
  const revisions = await readRevisions(client);
  const [revision] = revisions;
  if (revision !== undefined && revisions.length === 1 && sourceRevisions[revision] !== undefined) return revision;
  const known = Object.entries(sourceRevisions).map(([id, release]) => `${id} (${release})`);
  throw unfit(
    `its schema has revision ${revisions.join(' and ') || '(none)'}, but only ${known.join(' and ')} can be migrated; ` +
      'upgrade the old registry to the latest 3.3 release first',
  );
}

async function readReport(client: pg.Client, revision: string, writer: string): Promise<SourceReport> {
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
    revision,
    tables: tables.length,
    rowsEstimated: tables.reduce((sum, table) => sum + table.rows, 0),
    bytes: tables.reduce((sum, table) => sum + table.bytes, 0),
  };
}

/** A table that the role may not read would be missing in the copy, or fail it during the downtime. */
async function assertReadable(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ name: string }>(
    `select c.relname as name
       from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
      where c.relkind in ('r', 'S') and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
        and not (pg_catalog.has_schema_privilege(n.oid, 'USAGE')
                 and pg_catalog.has_table_privilege(c.oid, 'SELECT')
                 and (c.relkind = 'S' or not pg_catalog.row_security_active(c.oid)))
      order by 1`,
  );
  const large = (await unreadableLargeObjects(client)).map((oid) => `large object ${oid}`);
  const all = [...rows.map(({ name }) => name), ...large];
  if (all.length === 0) return;
  const names = all.slice(0, named);
  const more = all.length > named ? ` and ${all.length - named} more` : '';
  throw unfit(
    `the role of the old registry has no permission to read all of ${names.join(', ')}${more}; make it their owner`,
  );
}

/** A database with encoding SQL_ASCII accepts any bytes; Quay has always written UTF-8. */
async function assertValidText(client: pg.Client): Promise<void> {
  const invalid = await findInvalidText(client);
  if (invalid === undefined) return;
  const column = quoteIdentifier(invalid.column);
  throw unfit(
    `its encoding is SQL_ASCII, and ${describeInvalid(invalid)}; rewrite the text, for LATIN1 with ` +
      `SET ${column} = convert_from(convert(convert_to(${column}, 'SQL_ASCII'), 'LATIN1', 'UTF8'), 'UTF8')`,
  );
}

/** Fails for objects that are not copied and would be missing without notice. */
async function assertCopyable(client: pg.Client): Promise<void> {
  const version = await serverVersion(client);
  if (version < oldest || version >= newest) {
    throw unfit(`its server has version ${version}, but only PostgreSQL 9.6 to 15 can be copied`);
  }
  const dump = await toolVersion('pg_dump');
  if (Math.floor(version / 10_000) > dump) {
    throw unfit(`its server is newer than pg_dump ${dump} of this image`);
  }
  failIf(await unfitConnection(client));
  failIf(await unfitForCopy(client));
}

/** Finds errors of pg_dump before the downtime. */
async function assertDumpable(source: ConnectionTarget): Promise<void> {
  const snapshot = await exportSnapshot(source);
  try {
    failIf(unknownKinds(dumpEntries(await dumpDefinitions(source, snapshot.id))));
  } finally {
    await snapshot.close();
  }
}

/** Checks that the target database is reachable with the role that will own it, and can receive the copy. */
async function inspectTarget(
  source: pg.Client,
  target: ConnectionTarget,
): Promise<NonNullable<SourceReport['target']>> {
  const inspect = async (client: pg.Client): Promise<NonNullable<SourceReport['target']>> => {
    const { rows } = await client.query<{ version: string; create: boolean; encoding: string; collation: string }>(
      `select pg_catalog.current_setting('server_version') as version,
              pg_catalog.has_schema_privilege('public', 'CREATE') as create,
              pg_catalog.pg_encoding_to_char(encoding) as encoding, datcollate as collation
         from pg_catalog.pg_database where datname = pg_catalog.current_database()`,
    );
    const [found] = rows;
    if (found?.encoding !== 'UTF8') {
      throw unfit(`the target database has encoding ${found?.encoding ?? '(unknown)'} instead of UTF8`);
    }
    if (!found.create)
      throw unfit(`the role ${target.user} has no permission to create tables in schema public of the target database`);
    if ((await readIdentity(source)) === (await readIdentity(client))) {
      throw unfit('the source database and the target database are the same');
    }
    failIf(await misfitReason(source, client));
    return {
      serverVersion: found.version,
      database: target.database,
      role: target.user,
      collation: found.collation,
      empty: (await listTables(client)).length === 0,
    };
  };
  return withConnection(target, inspect, untilReached);
}

function failIf(why: string | undefined): void {
  if (why !== undefined) throw unfit(why);
}

function unfit(why: string): WorkerFailure {
  return new WorkerFailure(`the source database cannot be migrated: ${why}`, workerExit.unfit);
}
