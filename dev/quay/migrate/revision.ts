import { parseTables } from '../schema/schema-notation.ts';
import { addForeignKeys, createIndex, createTable } from '../schema/table-statements.ts';
import pg from 'pg';

/**
 * One statement of a revision. A plain one runs in the revision's transaction. `alone` ends that transaction first and
 * begins another after it, as alembic's autocommit blocks do: what stood before it is committed, come what may.
 * `tolerated` runs in the transaction, and a row that is there already is no error of the revision.
 */
export type Statement = string | { readonly alone: string } | { readonly tolerated: string };

/** One step of Quay's schema upgrade: only what touches tables that matter to a migration is simulated. */
export interface Revision {
  readonly id: string;
  readonly title: string;
  readonly statements: readonly Statement[];
}

/** New tables, in the notation of `schema-notation.ts`, with their indexes and keys. */
export function newTables(text: string): readonly string[] {
  const tables = parseTables(text);
  return [
    ...tables.map(createTable),
    ...tables.flatMap((table) => table.indexes.map((index) => createIndex(table.name, index))),
    ...tables.flatMap(addForeignKeys),
  ];
}

/** New names of an enumeration; their ids come from its sequence, so a sequence that was not copied shows here. */
export function newNames(table: string, names: string): string {
  const values = names
    .trim()
    .split(/\s+/)
    .map((name) => `(${pg.escapeLiteral(name)})`);
  return `INSERT INTO ${table} (name) VALUES ${values.join(', ')}`;
}
