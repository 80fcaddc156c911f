import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import type { QuayFaults } from '../faults.ts';
import { createKeys, createTables } from '../schema/create-schema.ts';
import { quay33 } from '../schema/legacy-tables.ts';
import { headOf, revisionsBetween } from './chain.ts';
import type { Revision, Statement } from './revision.ts';

export interface MigrateOptions {
  /** The version whose head is wanted, such as `3.17`. */
  readonly version: string;
  readonly faults: QuayFaults;
  readonly log: (line: string) => void;
}

/**
 * `migrate head` of a Quay: brings the schema from where alembic_version says it is to the version's head, one
 * transaction for each revision, so that a run that was cut off goes on where it stood (5b8dc452f5c3 apart). Does
 * nothing at the head; an empty database gets the whole schema. Throws PostgreSQL's own errors.
 */
export async function migrateToHead(client: pg.Client, options: MigrateOptions): Promise<void> {
  const head = headOf(options.version);
  let from = (await currentRevision(client)) ?? (await createFromNothing(client, options));
  for (const revision of revisionsBetween(from, head)) {
    options.log(`INFO  [alembic.runtime.migration] Running upgrade ${from} -> ${revision.id}, ${revision.title}`);
    await upgrade(client, revision, options.faults);
    from = revision.id;
  }
}

/** Undefined in an empty database. */
export async function currentRevision(client: pg.ClientBase): Promise<string | undefined> {
  const found = await client.query<{ name: string | null }>(`SELECT to_regclass('public.alembic_version') AS name`);
  if (found.rows[0]?.name == null) return undefined;
  const { rows } = await client.query<{ version_num: string }>('SELECT version_num FROM alembic_version');
  return rows[0]?.version_num;
}

async function createFromNothing(client: pg.Client, { log }: MigrateOptions): Promise<string> {
  const { rows } = await client.query<{ n: number }>(
    `SELECT count(*)::integer AS n FROM pg_tables WHERE schemaname = 'public'`,
  );
  if (rows[0]?.n !== 0) throw new Error('the database has tables, but no revision in alembic_version');
  log(`INFO  [alembic.runtime.migration] Running upgrade  -> ${quay33}, all tables`);
  await client.query('BEGIN');
  for (const statement of [...createTables(quay33), ...createKeys(quay33)]) await client.query(statement);
  await client.query('COMMIT');
  return quay33;
}

async function upgrade(client: pg.Client, revision: Revision, faults: QuayFaults): Promise<void> {
  const { id, statements } = revision;
  await client.query('BEGIN');
  for (const [index, statement] of statements.entries()) {
    if (index === statements.length - 1) await goWrong(id, faults);
    await execute(client, statement);
  }
  await client.query(`UPDATE alembic_version SET version_num = ${pg.escapeLiteral(id)}`);
  await client.query('COMMIT');
}

async function execute(client: pg.Client, statement: Statement): Promise<void> {
  if (typeof statement === 'string') {
    await client.query(statement);
  } else if ('alone' in statement) {
    await client.query('COMMIT');
    await client.query(statement.alone);
    await client.query('BEGIN');
  } else {
    // As Quay does it: the error is swallowed, but the transaction is lost, and what comes next says only that.
    await client.query(statement.tolerated).catch((error: unknown) => {
      if (!(error instanceof pg.DatabaseError) || error.code !== '23505') throw error;
    });
  }
}

const faultyRevision = 'e8ed3fb547da';

async function goWrong(revision: string, { migrate }: QuayFaults): Promise<void> {
  const [fault, where = faultyRevision] = migrate?.split(':') ?? [];
  if (where !== revision) return;
  if (fault === 'fail') throw new Error(`revision ${revision} failed, as the fault "migrate" asks`);
  while (fault === 'hang') await sleep(1000);
}
