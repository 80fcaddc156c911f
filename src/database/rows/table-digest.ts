import type pg from 'pg';
import { quoteIdentifier } from '../server/connection.ts';
import { type Column, type Table, qualified } from '../catalog/table.ts';

export const digestAlgorithm = 'count-md5-sums';

export interface TableDigest {
  readonly rows: number;
  /** Two sums over halves of each row's md5: independent of order, and a row that is there twice counts twice. */
  readonly digest: string;
}

/**
 * Reads every column of every row on the server. The md5 of the row's text is the same on PostgreSQL 9.6 to 15 for the
 * settings of our sessions, but for floats, which are taken as their bytes; NULL differs from the empty string, and columns are named, because dropped ones shift.
 * sum(bigint) adds in 128 bits and cannot overflow.
 */
export async function digestTable(client: pg.Client, table: Table): Promise<TableDigest> {
  const { rows } = await client.query<{ rows: string; digest: string }>(`
    select pg_catalog.count(*)::text as rows,
           pg_catalog.concat_ws('-',
             coalesce(pg_catalog.sum(('x' || pg_catalog.substr(h, 1, 15))::bit(60)::bigint), 0),
             coalesce(pg_catalog.sum(('x' || pg_catalog.substr(h, 17, 15))::bit(60)::bigint), 0)) as digest
      from (select pg_catalog.md5(row(${table.columns.map(comparable).join(', ')})::text) as h from only ${qualified(table)}) hashed`);
  return { rows: Number(rows[0]?.rows), digest: rows[0]?.digest ?? '' };
}

/** PostgreSQL 12 and newer write the shortest number that is read as the same float, older ones all of its digits. */
function comparable({ name, type }: Column): string {
  const column = quoteIdentifier(name);
  const [, float, array] = /^(real|double precision)(\[\])?$/.exec(type) ?? [];
  if (array !== undefined) return `pg_catalog.array_send(${column})`;
  if (float === undefined) return column;
  return `pg_catalog.${float === 'real' ? 'float4send' : 'float8send'}(${column})`;
}
