import { pipeline } from 'node:stream/promises';
import { Transform } from 'node:stream';
import type pg from 'pg';
import { from as copyFrom, to as copyTo } from 'pg-copy-streams';
import { type Table, columnList, displayName, qualified } from './table.ts';
import { WorkerFailure, reasonOf } from './worker-failure.ts';

/** Moves the rows of one table from socket to socket in PostgreSQL's binary format; nothing is kept on the way. */
export async function copyRows(
  source: pg.Client,
  target: pg.Client,
  table: Table,
  onBytes: (bytes: number) => void,
): Promise<void> {
  if (table.columns.length === 0) return;
  const place = `${qualified(table)} (${columnList(table)})`;
  const reader = source.query(copyTo(`copy ${place} to stdout (format binary)`));
  const writer = target.query(copyFrom(`copy ${place} from stdin (format binary)`));
  const meter = new Transform({
    transform(chunk: Buffer, _encoding, next) {
      onBytes(chunk.length);
      next(null, chunk);
    },
  });
  try {
    await pipeline(reader, meter, writer);
  } catch (error) {
    throw new WorkerFailure(`table ${displayName(table)} could not be copied: ${reasonOf(error)}`);
  }
}
