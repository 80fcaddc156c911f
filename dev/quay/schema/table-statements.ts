import pg from 'pg';
import type { Column, Index, Table } from './schema-notation.ts';

const { escapeIdentifier } = pg;

/** CREATE TABLE with its serial id and primary key; columns of old revisions are made and dropped again. */
export function createTable({ name, columns }: Table): string {
  const [id, ...rest] = columns;
  const table = escapeIdentifier(name);
  // logentry was widened after its sequence had been made, which stayed an integer one.
  const widened = name === 'logentry';
  const serial = id?.type === 'bigint' && !widened ? 'bigserial' : 'serial';
  const key = `CONSTRAINT ${escapeIdentifier(`pk_${name}`)} PRIMARY KEY (id)`;
  return [
    `CREATE TABLE ${table} (id ${serial}, ${[...rest.map(columnDefinition), key].join(', ')})`,
    ...(widened ? [`ALTER TABLE ${table} ALTER COLUMN id TYPE bigint`] : []),
    ...rest.filter(({ dropped }) => dropped).map((column) => `ALTER TABLE ${table} DROP COLUMN ${quoted(column)}`),
  ].join(';\n');
}

export function createIndex(table: string, { name, columns, unique, trigram }: Index): string {
  const list = columns.map((column) => escapeIdentifier(column)).join(', ');
  const on = `${escapeIdentifier(table)} ${trigram ? `USING gin (${list} gin_trgm_ops)` : `(${list})`}`;
  return `CREATE ${unique ? 'UNIQUE ' : ''}INDEX ${escapeIdentifier(name)} ON ${on}`;
}

export function addForeignKeys(table: Table): readonly string[] {
  return keyColumns(table).map(
    ({ column, target }) =>
      `ALTER TABLE ${escapeIdentifier(table.name)} ADD CONSTRAINT ${escapeIdentifier(keyName(table, column, target))} ` +
      `FOREIGN KEY (${quoted(column)}) REFERENCES ${escapeIdentifier(target)} (id)`,
  );
}

/** What Quay calls the foreign keys of a table: revisions that came later name them. */
export function foreignKeyNames(table: Table): readonly string[] {
  return keyColumns(table).map(({ column, target }) => keyName(table, column, target));
}

function keyColumns({ columns }: Table): readonly { readonly column: Column; readonly target: string }[] {
  return columns.flatMap((column) => {
    const { references: target, dropped } = column;
    return target === undefined || dropped ? [] : [{ column, target }];
  });
}

function keyName({ name, keyNames }: Table, column: Column, target: string): string {
  return keyNames[column.name] ?? `fk_${name}_${column.name}_${target}`;
}

/** The one table without an id: it names the schema's revision. */
export const createVersionTable =
  'CREATE TABLE alembic_version (version_num character varying(32) NOT NULL, ' +
  'CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num))';

function columnDefinition(column: Column): string {
  const { type, nullable } = column;
  const value = column.default === undefined ? '' : ` DEFAULT ${column.default}`;
  return `${quoted(column)} ${type}${value}${nullable ? '' : ' NOT NULL'}`;
}

function quoted({ name }: Column): string {
  return escapeIdentifier(name);
}
