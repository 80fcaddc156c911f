import { once } from 'node:events';
import { finished } from 'node:stream/promises';
import type { Readable, Writable } from 'node:stream';
import type pg from 'pg';
import { from as copyFrom, to as copyTo } from 'pg-copy-streams';
import type { SessionPair } from './session-pair.ts';
import { type Table, columnList, displayName, qualified } from './table.ts';
import { WorkerFailure, reasonOf } from './worker-failure.ts';

/**
 * Moves the rows of one table from socket to socket in PostgreSQL's binary format, and answers how many they were;
 * nothing is kept on the way. The table is emptied in the transaction that fills it: the target then writes no WAL for
 * its rows (with wal_level minimal), and stores them frozen, so that no later vacuum has to write them again.
 */
export async function copyRows(
  { source, target }: SessionPair,
  table: Table,
  onBytes: (bytes: number) => void,
): Promise<number> {
  // Without columns binary COPY has nothing to name; such a table can hold nothing but a number of empty rows.
  if (table.columns.length === 0) return 0;
  const place = `${qualified(table)} (${columnList(table)})`;
  try {
    await target.query(`begin; truncate only ${qualified(table)}`);
    const rows = await copyPlace({ source, target }, place, onBytes);
    await target.query('commit');
    return rows;
  } catch (error) {
    throw new WorkerFailure(`table ${displayName(table)} could not be copied: ${reasonOf(error)}`);
  }
}

async function copyPlace(
  { source, target }: { readonly source: pg.Client; readonly target: pg.Client },
  place: string,
  onBytes: (bytes: number) => void,
): Promise<number> {
  const reader = source.query(copyTo(`copy ${place} to stdout (format binary)`));
  const writer = target.query(copyFrom(`copy ${place} from stdin (format binary, freeze)`));
  await move(reader, writer, onBytes);
  if (reader.rowCount !== writer.rowCount) {
    throw new Error(`${reader.rowCount} rows were sent and ${writer.rowCount} arrived`);
  }
  return writer.rowCount;
}

/**
 * Not `pipeline`, which would wait for a writer whose server is gone to say that it has closed. Whoever fails first is
 * thrown; the sessions are of no use then, and the caller closes them.
 */
async function move(reader: Readable, writer: Writable, onBytes: (bytes: number) => void): Promise<void> {
  const refused = new Promise<never>((_resolve, reject) => {
    writer.once('error', reject);
  });
  const moving = (async () => {
    for await (const chunk of reader as AsyncIterable<Buffer>) {
      onBytes(chunk.length);
      if (!writer.write(chunk)) await once(writer, 'drain');
    }
    writer.end();
    await finished(writer);
  })();
  // The one that loses the race may fail later, and nobody would hear it.
  for (const outcome of [refused, moving]) outcome.catch(() => undefined);
  await Promise.race([refused, moving]);
}
