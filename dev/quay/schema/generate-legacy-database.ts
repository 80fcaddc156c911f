import pg from 'pg';
import { encryptField } from '../field-encryption.ts';
import { legacyKeys } from '../legacy-keys.ts';
import { type Filling, fillStatement } from './fill-statement.ts';
import { type LegacyHead, legacyTables, quay33 } from './legacy-tables.ts';
import { oddTexts } from './odd-texts.ts';
import { randomFunctions } from './random-functions.ts';
import { rowCounts } from './row-counts.ts';
import type { Table } from './schema-notation.ts';
import { seededNames } from './seeded-rows.ts';
import { addForeignKeys, createIndex, createTable, createVersionTable } from './table-statements.ts';

export interface LegacyDatabaseOptions {
  /** In all tables together; at least 800. */
  readonly rows: number;
  readonly seed?: number;
  readonly head?: LegacyHead;
  /** What robot tokens and other secrets are encrypted with. */
  readonly databaseSecretKey?: string;
  /** The key of DISTRIBUTED_STORAGE_CONFIG under which the blobs lie. */
  readonly storageLocation?: string;
}

/**
 * Makes Quay's schema and fills it, in the client's database (empty, UTF8) and as its role, which then owns all of it.
 * pg_trgm is created when it is missing: PostgreSQL 10 lets only a superuser do that.
 * The same options give the same rows, whatever the server.
 */
export async function generateLegacyDatabase(client: pg.Client, options: LegacyDatabaseOptions): Promise<void> {
  const { rows, seed = 1, head = quay33, storageLocation = 'default' } = options;
  const { databaseSecretKey = legacyKeys.databaseSecretKey } = options;
  const tables = legacyTables(head);
  const seeded = { ...seededNames(head) };
  seeded.imagestoragelocation = [...(seeded.imagestoragelocation ?? []), storageLocation];
  const seededRows = Object.values(seeded).reduce((sum, names) => sum + names.length, 0);
  const counts = rowCounts(
    rows,
    seededRows + 1,
    tables.map(({ name }) => name),
  );
  const seededCounts = Object.entries(seeded).map(([table, names]) => [table, names.length]);
  const filling: Filling = {
    counts: { ...counts, ...(Object.fromEntries(seededCounts) as Record<string, number>) },
    seeded: new Set(Object.keys(seeded)),
  };
  const ciphertexts = [1, 2, 3, 4, 5, 6, 7].map((n) => encryptField(`SECRET${n}`.repeat(8), databaseSecretKey));
  await inTransaction(client, [
    'CREATE EXTENSION IF NOT EXISTS pg_trgm',
    ...tables.map(createTable),
    createVersionTable,
    `INSERT INTO alembic_version VALUES (${pg.escapeLiteral(head)})`,
    randomFunctions(seed, oddTexts, ciphertexts),
    ...Object.entries(seeded).map(([table, names]) => insertNames(table, names)),
    ...tables.filter(({ name }) => (counts[name] ?? 0) > 0).map((table) => fillStatement(table, filling)),
    ...tables.flatMap((table) => table.indexes.map((index) => createIndex(table.name, index))),
    ...tables.flatMap(addForeignKeys),
    ...tables.filter(({ name }) => (filling.counts[name] ?? 0) > 0).map(setSequence),
    // A sequence that was moved but never called.
    `SELECT setval('quayrelease_id_seq', 42, false)`,
  ]);
  await client.query('DISCARD TEMP');
  await client.query('ANALYZE');
}

async function inTransaction(client: pg.Client, statements: readonly string[]): Promise<void> {
  await client.query('BEGIN');
  try {
    for (const statement of statements) await client.query(statement);
    await client.query('COMMIT');
  } catch (error) {
    await client.query('ROLLBACK');
    throw error;
  }
}

/** Ids come from the sequence, as they did when Quay inserted them. */
function insertNames(table: string, names: readonly string[]): string {
  const mutable = table === 'labelsourcetype';
  const values = names.map((name) => `(${pg.escapeLiteral(name)}${mutable ? `, ${String(name === 'api')}` : ''})`);
  return `INSERT INTO ${table} (name${mutable ? ', mutable' : ''}) VALUES ${values.join(', ')}`;
}

/** Behind the last id, with a gap in two tables of three: rows came and went. */
function setSequence({ name }: Table): string {
  const table = pg.escapeIdentifier(name);
  const gap = name.length % 3 === 0 ? 0 : name.length;
  return `SELECT setval(${pg.escapeLiteral(`${name}_id_seq`)}, (SELECT max(id) FROM ${table}) + ${gap})`;
}
