import pg from 'pg';
import { encryptField } from '../field-encryption.ts';
import { legacyKeys } from '../legacy-keys.ts';
import { createKeys, createTables } from './create-schema.ts';
import { type Filling, fillStatement } from './fill-statement.ts';
import { type LegacyHead, legacyTables, quay33 } from './legacy-tables.ts';
import { oddTexts } from './odd-texts.ts';
import { randomFunctions } from './random-functions.ts';
import { rowCounts } from './row-counts.ts';
import type { Table } from './schema-notation.ts';
import { seededNames } from './seeded-rows.ts';

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
    ...createTables(head),
    // What the configuration names is added at the first start.
    `INSERT INTO imagestoragelocation (name) VALUES (${pg.escapeLiteral(storageLocation)})`,
    randomFunctions(seed, oddTexts, ciphertexts),
    ...tables.filter(({ name }) => (counts[name] ?? 0) > 0).map((table) => fillStatement(table, filling)),
    ...createKeys(head),
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

/** Behind the last id, with a gap in two tables of three: rows came and went. */
function setSequence({ name }: Table): string {
  const table = pg.escapeIdentifier(name);
  const gap = name.length % 3 === 0 ? 0 : name.length;
  return `SELECT setval(${pg.escapeLiteral(`${name}_id_seq`)}, (SELECT max(id) FROM ${table}) + ${gap})`;
}
