import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RangeDigests } from './range-digests.ts';
import type { RowStream } from './stream-digest.ts';

type KeyBytes = 2 | 4 | 8;

interface Row {
  readonly key: bigint;
  readonly text: string;
}

/** The messages that PostgreSQL sends for these rows, the key first. */
function copied(rows: readonly Row[], keyBytes: KeyBytes = 4): Buffer {
  const signature = Buffer.concat([Buffer.from('PGCOPY\n\xff\r\n\0', 'latin1'), Buffer.alloc(8)]);
  const bodies = [...rows.map((row) => tuple(row, keyBytes)), int16(-1)];
  return Buffer.concat(
    bodies.map((body, at) => {
      const whole = at === 0 ? Buffer.concat([signature, body]) : body;
      return Buffer.concat([Buffer.from('d'), int32(whole.length + 4), whole]);
    }),
  );
}

function tuple({ key, text }: Row, keyBytes: KeyBytes): Buffer {
  const value = Buffer.alloc(8);
  value.writeBigInt64BE(key);
  const said = Buffer.from(text);
  return Buffer.concat([int16(2), int32(keyBytes), value.subarray(8 - keyBytes), int32(said.length), said]);
}

function int16(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeInt16BE(value);
  return bytes;
}

function int32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(value);
  return bytes;
}

function digests(bounds: readonly number[], stream: Buffer, pieces: readonly number[] = []): readonly RowStream[] {
  const ranges = new RangeDigests(bounds);
  let at = 0;
  for (const size of pieces) {
    ranges.take(stream.subarray(at, at + size));
    at += size;
  }
  ranges.take(stream.subarray(at));
  return ranges.end();
}

const anyRow = fc.record({ key: fc.bigInt(-40n, 40n), text: fc.string({ maxLength: 30 }) });
const anyBounds = fc
  .uniqueArray(fc.integer({ min: -50, max: 50 }), { maxLength: 6 })
  .map((all) => all.sort((a, b) => a - b));

describe('RangeDigests', () => {
  it('counts each row in the range that its key lies in, which begins at its bound', () => {
    const keys = [-5n, 0n, 9n, 10n, 19n, 20n, 21n];
    const stream = copied(keys.map((key) => ({ key, text: 'x' })));
    expect(digests([10, 20], stream).map(({ rows }) => rows)).toEqual([3, 2, 2]);
    expect(digests([], stream).map(({ rows }) => rows)).toEqual([7]);
  });

  it('does so for keys of two, four and eight bytes, and beyond the safe integers', () => {
    const rows = [-30_000n, -1n, 0n, 7n, 30_000n].map((key) => ({ key, text: '' }));
    for (const bytes of [2, 4, 8] as const) {
      expect(digests([0, 8], copied(rows, bytes)).map((range) => range.rows)).toEqual([2, 2, 1]);
    }
    const far = [-(2n ** 63n), -(2n ** 53n) - 1n, 2n ** 53n - 1n, 2n ** 63n - 1n].map((key) => ({ key, text: '' }));
    const bounds = [Number.MIN_SAFE_INTEGER, 0, Number.MAX_SAFE_INTEGER];
    expect(digests(bounds, copied(far, 8)).map((range) => range.rows)).toEqual([2, 0, 0, 2]);
  });

  it('has nothing to say of no rows', () => {
    expect(digests([5], copied([]))).toEqual([
      { rows: 0, digest: '' },
      { rows: 0, digest: '' },
    ]);
  });

  it('answers the same however the bytes are cut', () => {
    fc.assert(
      fc.property(
        fc.array(anyRow, { maxLength: 20 }),
        anyBounds,
        fc.array(fc.integer({ min: 0, max: 60 })),
        (rows, bounds, pieces) => {
          const stream = copied(rows);
          expect(digests(bounds, stream, pieces)).toEqual(digests(bounds, stream));
        },
      ),
    );
  });

  it('tells exactly the ranges in which a row is other, missing, there twice or elsewhere', () => {
    fc.assert(
      fc.property(
        fc.array(anyRow, { minLength: 2, maxLength: 20 }),
        anyBounds,
        fc.nat(),
        fc.nat(3),
        (some, bounds, pick, how) => {
          // The first row's message holds the signature too.
          const rows = [{ key: 0n, text: 'begins' }, ...some];
          const at = 1 + (pick % some.length);
          const [row, next] = [rows[at] ?? { key: 0n, text: '' }, rows[at + 1]];
          const tampered =
            [
              rows.with(at, { ...row, text: `${row.text}.` }),
              rows.toSpliced(at, 1),
              rows.toSpliced(at, 0, row),
              next === undefined ? rows.toSpliced(at, 1) : rows.with(at, next).with(at + 1, row),
            ][how] ?? rows;
          const [before, after] = [digests(bounds, copied(rows)), digests(bounds, copied(tampered))];
          const rangeOf = (key: bigint): number => bounds.filter((bound) => key >= bound).length;
          const keys = (all: readonly Row[], range: number): string =>
            JSON.stringify(all.filter(({ key }) => rangeOf(key) === range).map(({ key, text }) => [String(key), text]));
          for (const range of before.keys()) {
            const same = keys(rows, range) === keys(tampered, range);
            expect(after[range]?.digest === before[range]?.digest && after[range]?.rows === before[range]?.rows).toBe(
              same,
            );
          }
        },
      ),
    );
  });

  it('takes no stream that ends within a row, and no key that is none', () => {
    const stream = copied([{ key: 1n, text: 'cut off' }]);
    expect(() => digests([], stream.subarray(0, 50))).toThrow('within a row');
    expect(() => digests([], stream.subarray(0, 3))).toThrow('within a row');
    const nothing = Buffer.from(stream);
    nothing.writeInt32BE(-1, 5 + 19 + 2);
    expect(() => digests([], nothing)).toThrow('unexpected length of -1 bytes');
  });
});
