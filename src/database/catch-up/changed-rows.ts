import type pg from 'pg';
import type { ComparedRange } from '../proof/compare-tables.ts';
import { quoteIdentifier } from '../server/connection.ts';
import { withTableError } from '../rows/copy-rows.ts';
import type { KeyRange } from '../rows/key-ranges.ts';
import type { SessionPair } from '../server/session-pair.ts';
import { type Table, columnList, qualified } from '../catalog/table.ts';

/** The rows in which a range differs. */
export interface ChangedRows {
  readonly rows: number;
  /** For WHERE on the target: rows that the source does not have, or that differ. */
  readonly gone: string;
  /** For COPY from the source: their replacements, and new rows. */
  readonly part: string;
}

/** Maximum rows to hold in memory: unevenly distributed keys can make a range large. */
const heldRows = 100_000;

/** Compares a range row by row. The result decides which rows are written, not whether the copy is equal. */
export async function changedRows(
  pair: SessionPair,
  table: Table,
  key: string,
  range: ComparedRange,
): Promise<ChangedRows> {
  if (Math.max(range.source.rows, range.target.rows) > heldRows) {
    return { rows: range.source.rows, gone: range.condition, part: range.part };
  }
  const [source, target] = await withTableError(table, pair, () =>
    Promise.all([readDigests(pair.source, table, key, range), readDigests(pair.target, table, key, range)]),
  );
  const differing = (from: Digests, other: Digests): readonly string[] =>
    [...from].filter(([row, digest]) => other.get(row) !== digest).map(([row]) => row);
  const [gone, come] = [differing(target, source), differing(source, target)];
  const among = (keys: readonly string[]): string =>
    `${quoteIdentifier(key)} in (select pg_catalog.unnest('{${keys.join()}}'::pg_catalog.int8[]))`;
  const part = `(select ${columnList(table)} from only ${qualified(table)} where ${among(come)} order by ${quoteIdentifier(key)})`;
  return { rows: Math.max(gone.length, come.length), gone: among(gone), part };
}

/** By the key's text. */
type Digests = ReadonlyMap<string, string>;

async function readDigests(client: pg.Client, table: Table, key: string, { condition }: KeyRange): Promise<Digests> {
  const { rows } = await client.query<[string, string]>({
    rowMode: 'array',
    text: `select ${quoteIdentifier(key)}::text, pg_catalog.md5(row(${columnList(table)})::text)
             from only ${qualified(table)} where ${condition}`,
  });
  return new Map(rows);
}
