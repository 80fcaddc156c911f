import { EventEmitter } from 'node:events';
import type pg from 'pg';
import { describe, expect, it } from 'vitest';
import { CopyOut } from './copy-query.ts';

function message(type: string, body: string): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(Buffer.byteLength(body) + 4);
  return Buffer.concat([Buffer.from(type), length, Buffer.from(body)]);
}

const rows = Buffer.concat([message('d', 'one'), message('d', ''), message('d', 'three')]);
const copied = Buffer.concat([
  message('H', 'out'),
  rows,
  message('N', 'by the way'),
  message('d', 'four'),
  message('c', ''),
  message('C', 'COPY 4'),
  message('Z', 'I'),
]);
const failed = Buffer.concat([message('H', 'out'), rows, message('E', 'no more'), message('Z', 'E')]);

/** The wire between a server and a session of `pg`, whose parser tells the statement what concerns it. */
class Wire extends EventEmitter {
  readonly seen: string[] = [];
  destroyed: Error | undefined;
  statement: CopyOut | undefined;
  #bytes = Buffer.alloc(0);
  readonly #parse = (chunk: Buffer): void => {
    this.#bytes = Buffer.concat([this.#bytes, chunk]);
    while (this.#bytes.length >= 5 && this.#bytes.length > this.#bytes.readUInt32BE(1)) {
      const end = 1 + this.#bytes.readUInt32BE(1);
      this.#tell(String.fromCharCode(this.#bytes[0] ?? 0), this.#bytes.toString('utf8', 5, end));
      this.#bytes = this.#bytes.subarray(end);
    }
  };

  constructor() {
    super();
    this.on('data', this.#parse);
  }

  run(statement: CopyOut): void {
    this.statement = statement;
    statement.submit({ stream: this, query: () => undefined } as unknown as pg.Connection);
  }

  /** As the server's bytes come, cut there. */
  bring(bytes: Buffer, ...cuts: readonly number[]): void {
    for (const [at, end] of [...cuts, bytes.length].entries())
      this.emit('data', bytes.subarray(cuts[at - 1] ?? 0, end));
  }

  destroy(error: Error): void {
    this.destroyed = error;
  }

  /** Whether all goes to the session's own parser again. */
  get isFree(): boolean {
    return this.listeners('data').length === 1 && this.listeners('data')[0] === this.#parse;
  }

  #tell(type: string, body: string): void {
    this.seen.push(type);
    if (type === 'C') this.statement?.handleCommandComplete({ text: body });
    if (type === 'Z') this.statement?.handleReadyForQuery();
    if (type === 'E') this.statement?.handleError(new Error(body));
  }
}

describe('CopyOut', () => {
  it('gives all rows and gives the socket back, wherever the bytes are cut, one statement after the other', async () => {
    for (let first = 1; first < copied.length; first += 1) {
      for (const second of [first + 1, first + 4, copied.length - 3]) {
        const wire = new Wire();
        for (const turn of [1, 2]) {
          const taken: Buffer[] = [];
          const statement = new CopyOut('copy', (bytes) => taken.push(Buffer.from(bytes)));
          wire.run(statement);
          wire.bring(copied, first, Math.max(first, Math.min(second, copied.length)));
          expect(Buffer.concat(taken)).toEqual(Buffer.concat([rows, message('d', 'four')]));
          expect(await statement.rows, `cut at ${first} and ${second}`).toBe(4);
          expect(wire.isFree).toBe(true);
          expect(wire.seen.join('')).toBe('HNcCZ'.repeat(turn));
        }
      }
    }
  });

  it('says what the server refused, after the rows that came before', async () => {
    for (let cut = 1; cut < failed.length; cut += 1) {
      const wire = new Wire();
      const taken: Buffer[] = [];
      const statement = new CopyOut('copy', (bytes) => taken.push(Buffer.from(bytes)));
      wire.run(statement);
      wire.bring(failed, cut);
      await expect(statement.rows).rejects.toThrow('no more');
      expect(Buffer.concat(taken)).toEqual(rows);
      expect(wire.seen.join('')).toBe('HEZ');
      expect(wire.isFree).toBe(true);
    }
  });

  it('ends the session with what whoever takes the rows throws', () => {
    const wire = new Wire();
    wire.run(
      new CopyOut('copy', () => {
        throw new Error('no such row');
      }),
    );
    wire.bring(copied);
    expect(wire.destroyed?.message).toBe('no such row');
  });
});
