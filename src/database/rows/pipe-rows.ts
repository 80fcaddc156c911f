import type pg from 'pg';
import { CopyIn, CopyOut, copyDone } from './copy-query.ts';

/** Bytes that may be buffered for the target before reading from the source pauses. */
const mostWaitingBytes = 256 * 1024;

/** An error of one of the two sessions; neither can be used afterwards. */
export class PipeFailure extends Error {
  readonly side: 'source' | 'target';

  constructor(side: 'source' | 'target', cause: unknown) {
    super(`the ${side} failed`, { cause });
    this.side = side;
  }
}

/**
 * Streams rows from one session to another, message by message; returns their number. `onRows` receives all bytes.
 * Throws PipeFailure.
 */
export async function pipeRows(
  { source, target }: { readonly source: pg.Client; readonly target: pg.Client },
  { out, into }: { readonly out: string; readonly into: string },
  onRows: (bytes: Buffer) => void,
): Promise<number> {
  const writer = target.query(new CopyIn(into));
  const stream = await writer.ready.catch(failing('target'));
  let open = true;
  const reader = new CopyOut(out, (bytes) => {
    if (!open) return;
    onRows(bytes);
    if (stream.write(bytes) || stream.writableLength < mostWaitingBytes) return;
    reader.pause();
    stream.once('drain', () => {
      reader.resume();
    });
  });
  source.query(reader);
  try {
    const refused = writer.rows.catch(failing('target'));
    const sent = await Promise.race([reader.rows.catch(failing('source')), refused]);
    stream.write(copyDone);
    const arrived = await refused;
    if (sent !== arrived) throw new PipeFailure('target', new Error(`${sent} rows were sent, but ${arrived} received`));
    return arrived;
  } finally {
    open = false;
  }
}

function failing(side: 'source' | 'target'): (error: unknown) => never {
  return (error) => {
    throw new PipeFailure(side, error);
  };
}
