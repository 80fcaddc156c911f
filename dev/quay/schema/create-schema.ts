import pg from 'pg';
import { type LegacyHead, legacyTables } from './legacy-tables.ts';
import { seededNames } from './seeded-rows.ts';
import { addForeignKeys, createIndex, createTable, createVersionTable } from './table-statements.ts';

/** The tables of a head with the rows that Quay's own schema upgrade puts into them: no index and no key yet. */
export function createTables(head: LegacyHead): readonly string[] {
  return [
    'CREATE EXTENSION IF NOT EXISTS pg_trgm',
    ...legacyTables(head).map(createTable),
    createVersionTable,
    `INSERT INTO alembic_version VALUES (${pg.escapeLiteral(head)})`,
    ...Object.entries(seededNames(head)).map(([table, names]) => insertNames(table, names)),
  ];
}

/** All indexes, then all foreign keys, of tables that may hold rows already. */
export function createKeys(head: LegacyHead): readonly string[] {
  const tables = legacyTables(head);
  return [
    ...tables.flatMap((table) => table.indexes.map((index) => createIndex(table.name, index))),
    ...tables.flatMap(addForeignKeys),
  ];
}

/** Ids come from the sequence, as they did when Quay inserted them. */
function insertNames(table: string, names: readonly string[]): string {
  const mutable = table === 'labelsourcetype';
  const values = names.map((name) => `(${pg.escapeLiteral(name)}${mutable ? `, ${String(name === 'api')}` : ''})`);
  return `INSERT INTO ${table} (name${mutable ? ', mutable' : ''}) VALUES ${values.join(', ')}`;
}
