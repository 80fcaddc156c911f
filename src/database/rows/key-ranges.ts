import type pg from 'pg';
import { quoteIdentifier } from '../server/connection.ts';
import { type Table, columnList, qualified } from '../catalog/table.ts';

/** A part of a table, by key, or the whole table; it selects the same rows in both databases. */
export interface KeyRange {
  /** For WHERE; the first and the last range are open, so that every row is in a range. */
  readonly condition: string;
  /** For COPY: a query in parentheses, in the order of the key. */
  readonly part: string;
}

/** Approximate rows of a range: few, so that little is read again for a range that differs. */
const rowsInRange = 2000;

/** Each range has a digest in memory while the table is read, so their number is limited. */
const mostRanges = 2000;

export interface KeyRanges {
  readonly ranges: readonly KeyRange[];
  /** The keys between the ranges. */
  readonly bounds: readonly bigint[];
  /** Divides the range at index `at`, which has `rows` rows. */
  readonly divide: (at: number, rows: number) => readonly KeyRange[];
}

/** Ranges of equal width. With unevenly distributed keys, some have more rows than others. */
export async function keyRanges(client: pg.Client, table: Table, key: string): Promise<KeyRanges> {
  const name = quoteIdentifier(key);
  const { rows } = await client.query<{ first: string | null; last: string | null }>(
    `select pg_catalog.min(${name})::text as first, pg_catalog.max(${name})::text as last from only ${qualified(table)}`,
  );
  const [first, last] = [BigInt(rows[0]?.first ?? 0), BigInt(rows[0]?.last ?? 0)];
  const bounds = boundsBetween(first, last, table.rows);
  const between = (ends: readonly (bigint | undefined)[]): readonly KeyRange[] =>
    ends.slice(1).map((to, at) => {
      const from = ends[at];
      const conditions = [
        ...(from === undefined ? [] : [`${name} >= ${from}`]),
        ...(to === undefined ? [] : [`${name} < ${to}`]),
      ];
      return rangeOf(table, conditions.join(' and ') || 'true', ` order by ${name}`);
    });
  return {
    ranges: between([undefined, ...bounds, undefined]),
    bounds,
    divide: (at, rowsInside) => {
      const [from, to] = [bounds[at - 1], bounds[at]];
      const inner = boundsBetween(from ?? first, to === undefined ? last : to - 1n, rowsInside);
      return between([from, ...inner, to]);
    },
  };
}

/** For a table without an integer key. */
export function wholeTable(table: Table): KeyRange {
  return rangeOf(table, 'true', '');
}

function rangeOf(table: Table, condition: string, order: string): KeyRange {
  const part = `(select ${columnList(table)} from only ${qualified(table)} where ${condition}${order})`;
  return { condition, part };
}

/** The bounds of the ranges between two keys, for `rows` rows. */
export function boundsBetween(first: bigint, last: bigint, rows: number): readonly bigint[] {
  const ranges = BigInt(Math.max(1, Math.min(mostRanges, Math.ceil(rows / rowsInRange))));
  const width = BigInt(rowsInRange);
  const even = (last - first) / ranges + 1n;
  const step = even > width ? even : width;
  const bounds: bigint[] = [];
  for (let bound = first + step; bound <= last; bound += step) bounds.push(bound);
  return bounds;
}
