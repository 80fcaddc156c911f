import pg from 'pg';
import type { RowCounts } from './row-counts.ts';
import { rowValues } from './row-values.ts';
import type { Column, Table } from './schema-notation.ts';

export interface Filling {
  readonly counts: RowCounts;
  /** Tables whose ids have no gaps: those that Quay filled itself. */
  readonly seeded: ReadonlySet<string>;
}

/** INSERT of all rows of a table, their number and every value computed on the server. */
export function fillStatement(table: Table, filling: Filling): string {
  const columns = table.columns.filter(({ dropped, name }) => !dropped && name !== 'id');
  const values = columns.map((column) => expand(valueOf(table.name, column, filling), table.name, column, filling));
  const names = columns.map(({ name }) => pg.escapeIdentifier(name));
  return (
    `INSERT INTO ${pg.escapeIdentifier(table.name)} (id, ${names.join(', ')}) ` +
    `SELECT pg_temp.nth(i), ${values.join(', ')} FROM generate_series(1, ${rowsOf(table.name, filling)}) AS i`
  );
}

function valueOf(table: string, column: Column, filling: Filling): string {
  const own = rowValues[table]?.[column.name];
  if (own !== undefined) return own;
  const value = ruleFor(column);
  // A nullable column of a foreign key to an empty table can only be NULL.
  const empty = column.references !== undefined && rowsOf(column.references, filling) === 0;
  if (column.nullable && empty) return 'NULL';
  return column.nullable ? `CASE WHEN i % 3 = 0 THEN NULL ELSE ${value} END` : value;
}

const ruleByType: Readonly<Record<string, string>> = {
  integer: `number('n', 1000)`,
  bigint: `number('n', 100000000)::bigint * 60`,
  boolean: 'i % 2 = 0',
  date: `date '2016-01-01' + number('day', 1500)`,
  'timestamp without time zone': `moment('at')`,
};

function ruleFor({ name, type, references }: Column): string {
  if (references !== undefined) return `@${references}`;
  if (/json|config|jwk|metadata/.test(name)) return `'{"n": ' || i || ', "word": "' || word('json') || '"}'`;
  if (type === 'character varying(36)' || name === 'uuid') return `word('uuid')::uuid::text`;
  return ruleByType[type] ?? `word('word')`;
}

/** Turns the notation of `row-values.ts` into SQL. */
function expand(expression: string, table: string, column: Column, filling: Filling): string {
  return expression
    .replaceAll(/@(\w+)(\+?)/g, (_, target: string, inTurn: string) => idOf(target, inTurn === '+', filling))
    .replaceAll(/\{(\w+)\}/g, (_, target: string) => String(rowsOf(target, filling)))
    .replaceAll(/\b(word|number|moment)\('/g, `pg_temp.$1(i, '${table}.${column.name}.`)
    .replaceAll(/\b(odd|cipher)\(\)/g, 'pg_temp.$1(i)')
    .replaceAll(/(?<![.\w])nth\(/g, 'pg_temp.nth(');
}

function idOf(target: string, inTurn: boolean, filling: Filling): string {
  const row = inTurn ? `(1 + (i - 1) % {${target}})` : `number('id of ${target}', {${target}})`;
  return filling.seeded.has(target) ? row : `nth(${row})`;
}

function rowsOf(table: string, { counts }: Filling): number {
  return counts[table] ?? 0;
}
