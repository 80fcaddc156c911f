import type pg from 'pg';
import { quoteIdentifier } from '../server/connection.ts';
import { type Column, type Table, qualified } from '../catalog/table.ts';

export const digestAlgorithm = 'count-md5-sums';

export interface TableDigest {
  readonly rows: number;
  /** Two sums over halves of each row's md5: independent of the order of rows; a duplicate row counts twice. */
  readonly digest: string;
}

/**
 * Reads every column of every row on the server. With the settings of our sessions, the md5 of a row's text is the same
 * on PostgreSQL 9.6 to 15, except for floats, whose bytes are used. NULL differs from the empty string. Columns are
 * named, because dropped ones would count. sum(bigint) uses 128 bits and cannot overflow.
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

/** PostgreSQL 12 and newer format a float as the shortest number that identifies it, older versions with all digits. */
function comparable({ name, type }: Column): string {
  const column = quoteIdentifier(name);
  const [, float, array] = /^(real|double precision)(\[\])?$/.exec(type) ?? [];
  if (array !== undefined) return `pg_catalog.array_send(${column})`;
  if (float === undefined) return column;
  return `pg_catalog.${float === 'real' ? 'float4send' : 'float8send'}(${column})`;
}
