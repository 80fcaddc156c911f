import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { finished } from 'node:stream/promises';
import type { Readable, Writable } from 'node:stream';
import type pg from 'pg';
import { from as copyFrom, to as copyTo } from 'pg-copy-streams';
import { failureOf } from './connection.ts';
import type { SessionPair } from './session-pair.ts';
import { type Table, columnList, displayName, qualified } from './table.ts';
import { WorkerFailure } from './worker-failure.ts';

/** What passed: how many rows, and the digest of their stream. */
export interface RowStream {
  readonly rows: number;
  readonly digest: string;
}

export const streamAlgorithm = 'sha256-copy-stream';

/**
 * Moves the rows of one table from socket to socket in PostgreSQL's binary format, and answers what they were;
 * nothing is kept on the way. The table is emptied in the transaction that fills it: the target then writes no WAL for
 * its rows (with wal_level minimal), and stores them frozen, so that no later vacuum has to write them again.
 */
export async function copyRows(pair: SessionPair, table: Table, onBytes: (bytes: number) => void): Promise<RowStream> {
  if (table.columns.length === 0) return copyBareRows(pair, table);
  const order = {
    before: `begin; truncate only ${qualified(table)}`,
    parts: [placeOf(table)],
    freeze: true,
    after: 'commit',
  };
  const [stream = nothing] = await replaceRows(pair, table, order, onBytes);
  return stream;
}

/** Without columns of its own COPY has nothing to name; such a table holds a number of rows, and nothing else. */
async function copyBareRows({ source, target }: SessionPair, table: Table): Promise<RowStream> {
  const name = qualified(table);
  const { rows } = await source.query<{ rows: string }>(`select pg_catalog.count(*)::text as rows from only ${name}`);
  const count = Number(rows[0]?.rows);
  if (count > 0) await target.query(`insert into ${name} select from pg_catalog.generate_series(1, ${count})`);
  return { ...nothing, rows: count };
}

const nothing: RowStream = { rows: 0, digest: '' };

export interface Replacement {
  /** What is done on the target first: it takes away what will come anew. */
  readonly before: string;
  /** What COPY reads on the source: the table with its columns, or a query in parentheses. */
  readonly parts: readonly string[];
  readonly freeze: boolean;
  readonly after: string;
}

/** Takes rows away and fills in those of the source. Throws WorkerFailure that names the table. */
export async function replaceRows(
  { source, target }: SessionPair,
  table: Table,
  { before, parts, freeze, after }: Replacement,
  onBytes: (bytes: number) => void,
): Promise<readonly RowStream[]> {
  const failing: { side: 'source' | 'target' } = { side: 'target' };
  const streams: RowStream[] = [];
  const format = `format ${formatOf(table)}`;
  try {
    await target.query(before);
    for (const part of parts) {
      const hash = createHash('sha256');
      const reader = source.query(copyTo(`copy ${part} to stdout (${format})`));
      reader.once('error', () => (failing.side = 'source'));
      const into = `copy ${placeOf(table)} from stdin (${format}${freeze ? ', freeze' : ''})`;
      const writer = target.query(copyFrom(into));
      await move(reader, writer, (chunk) => {
        hash.update(chunk);
        onBytes(chunk.length);
      });
      const { rowCount: rows } = writer;
      if (reader.rowCount !== rows) throw new Error(`${reader.rowCount} rows were sent and ${rows} arrived`);
      streams.push({ rows, digest: hash.digest('hex') });
    }
    await target.query(after);
    return streams;
  } catch (error) {
    const why = failureOf(failing.side === 'source' ? source : target, error);
    throw new WorkerFailure(
      `table ${displayName(table)} could not be copied: ${why} (from the ${failing.side} server)`,
    );
  }
}

/**
 * Reads a table as it is stored, in the order in which its rows lie (a copy that was just filled has the source's), or
 * the part of it that a query in parentheses selects.
 */
export async function readRows(client: pg.Client, table: Table, part = placeOf(table)): Promise<RowStream> {
  if (table.columns.length === 0) return nothing;
  const hash = createHash('sha256');
  const reader = client.query(copyTo(`copy ${part} to stdout (format ${formatOf(table)})`));
  for await (const chunk of reader as AsyncIterable<Buffer>) hash.update(chunk);
  return { rows: reader.rowCount, digest: hash.digest('hex') };
}

/** Throws WorkerFailure that names the table, when one that is read for the proof cannot be. */
export async function comparing<Result>(
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

/**
 * Not `pipeline`, which would wait for a writer whose server is gone to say that it has closed. Whoever fails first is
 * thrown; the sessions are of no use then, and the caller closes them.
 */
async function move(reader: Readable, writer: Writable, onChunk: (chunk: Buffer) => void): Promise<void> {
  const refused = new Promise<never>((_resolve, reject) => {
    writer.once('error', (error) => {
      // What was written since then has nowhere to go: pg-copy-streams would try, and the process end.
      writer.destroy();
      reject(error);
    });
  });
  const moving = (async () => {
    for await (const chunk of reader as AsyncIterable<Buffer>) {
      onChunk(chunk);
      if (!writer.write(chunk)) await once(writer, 'drain');
    }
    writer.end();
    await finished(writer);
  })();
  // The one that loses the race may fail later, and nobody would hear it.
  for (const outcome of [refused, moving]) outcome.catch(() => undefined);
  await Promise.race([refused, moving]);
}
