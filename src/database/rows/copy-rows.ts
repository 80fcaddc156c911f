import type pg from 'pg';
import { failureOf } from '../server/connection.ts';
import { CopyOut } from './copy-query.ts';
import { PipeFailure, pipeRows } from './pipe-rows.ts';
import type { SessionPair } from '../server/session-pair.ts';
import { RangeDigests } from './range-digests.ts';
import { type RowStream, StreamDigest } from './stream-digest.ts';
import { type Table, columnList, displayName, qualified } from '../catalog/table.ts';
import { WorkerFailure } from '../server/worker-failure.ts';

/**
 * Streams the rows of one table from server to server in PostgreSQL's binary format, and returns their number and, with
 * `compare`, their digest. The table is truncated in the transaction that fills it: the target then writes no WAL for
 * its rows (with wal_level minimal), and stores them frozen, so that no later vacuum has to write them again.
 */
export async function copyRows(
  pair: SessionPair,
  table: Table,
  { compare, onBytes }: { readonly compare: boolean; readonly onBytes: (bytes: number) => void },
): Promise<RowStream> {
  if (table.columns.length === 0) return copyBareRows(pair, table);
  const order = {
    before: `begin; truncate only ${qualified(table)}`,
    parts: [placeOf(table)],
    freeze: true,
    after: 'commit',
  };
  const digest = compare ? new StreamDigest() : undefined;
  const rows = await replaceRows(pair, table, order, (bytes) => {
    digest?.update(bytes);
    onBytes(bytes.length);
  });
  return { rows, digest: digest?.hex() ?? '' };
}

/** COPY does not support a table without columns, which only has a number of rows. */
async function copyBareRows({ source, target }: SessionPair, table: Table): Promise<RowStream> {
  const name = qualified(table);
  const { rows } = await source.query<{ rows: string }>(`select pg_catalog.count(*)::text as rows from only ${name}`);
  const count = Number(rows[0]?.rows);
  if (count > 0) await target.query(`insert into ${name} select from pg_catalog.generate_series(1, ${count})`);
  return { ...nothing, rows: count };
}

const nothing: RowStream = { rows: 0, digest: '' };

export interface Replacement {
  /** SQL to run on the target first; it deletes the rows to be replaced. */
  readonly before: string;
  /** The arguments of COPY on the source: the table with its columns, or a query in parentheses. */
  readonly parts: readonly string[];
  readonly freeze: boolean;
  readonly after: string;
}

/** Replaces rows with those of the source; returns their number. Throws WorkerFailure that names the table. */
export async function replaceRows(
  { source, target }: SessionPair,
  table: Table,
  { before, parts, freeze, after }: Replacement,
  onRows: (bytes: Buffer) => void,
): Promise<number> {
  const format = `format ${formatOf(table)}`;
  const into = `copy ${placeOf(table)} from stdin (${format}${freeze ? ', freeze' : ''})`;
  try {
    await target.query(before);
    let rows = 0;
    for (const part of parts) {
      rows += await pipeRows({ source, target }, { out: `copy ${part} to stdout (${format})`, into }, onRows);
    }
    await target.query(after);
    return rows;
  } catch (error) {
    const { side, cause } = error instanceof PipeFailure ? error : { side: 'target' as const, cause: error };
    const why = failureOf(side === 'source' ? source : target, cause);
    throw new WorkerFailure(`table ${displayName(table)} could not be copied: ${why} (error of the ${side} server)`);
  }
}

/**
 * Reads a table in physical order (that of a fresh copy is the source's), or the part of it that a query in parentheses
 * selects.
 */
export async function readRows(client: pg.Client, table: Table, part = placeOf(table)): Promise<RowStream> {
  if (table.columns.length === 0) return nothing;
  const digest = new StreamDigest();
  const reader = client.query(
    new CopyOut(`copy ${part} to stdout (format ${formatOf(table)})`, (bytes) => {
      digest.update(bytes);
    }),
  );
  const rows = await reader.rows;
  return { rows, digest: digest.hex() };
}

/**
 * Rows and digest of each range between these bounds, for a table in binary format with an integer key: reads the whole
 * table once in physical order, without an index.
 */
export async function readRanges(
  client: pg.Client,
  table: Table,
  key: string,
  bounds: readonly bigint[],
): Promise<readonly RowStream[]> {
  const columns = table.columns.toSorted((a, b) => Number(b.name === key) - Number(a.name === key));
  const digests = new RangeDigests(bounds.map(Number));
  const reader = client.query(
    new CopyOut(`copy ${placeOf({ ...table, columns })} to stdout (format binary)`, (bytes) => {
      digests.take(bytes);
    }),
  );
  const rows = await reader.rows;
  const ranges = digests.end();
  const counted = ranges.reduce((sum, range) => sum + range.rows, 0);
  if (counted !== rows) throw new Error(`${rows} rows were sent, but ${counted} received`);
  return ranges;
}

/** Throws WorkerFailure that names the table when reading it for the comparison fails. */
export async function withTableError<Result>(
  table: Table,
  { source, target }: SessionPair,
  read: () => Promise<Result>,
): Promise<Result> {
  try {
    return await read();
  } catch (error) {
    const said = new Set([failureOf(source, error), failureOf(target, error)]);
    throw new WorkerFailure(`table ${displayName(table)} could not be compared: ${[...said].join('; ')}`);
  }
}

function placeOf(table: Table): string {
  return `${qualified(table)} (${columnList(table)})`;
}

function formatOf({ portable }: Table): string {
  return portable ? 'binary' : 'text';
}
