import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Proof, SequenceProof, TableProof } from '../../contract/proof.ts';
import { proofTotals } from '../../contract/proof-totals.ts';
import { fitProof } from './fit-proof.ts';

const longest = 'x'.repeat(63);
const digest = 'f'.repeat(64);

function table(number: number, rows: number, equal = true): TableProof {
  return {
    schema: longest,
    table: `${number}${longest}`.slice(0, 63),
    rows: { source: rows, target: rows },
    bytes: 8192,
    digest: { algorithm: 'aes-256-gmac-copy-stream', source: digest, target: digest },
    equal,
  };
}

function sequence(number: number, equal = true): SequenceProof {
  const at = { lastValue: '9223372036854775807', isCalled: true };
  return { schema: longest, sequence: `${number}${longest}`.slice(0, 63), source: at, target: at, equal };
}

function proofOf(tables: TableProof[], sequences: SequenceProof[]): Proof {
  return {
    schemaVersion: 1,
    source: { serverVersion: '10' },
    target: { serverVersion: '13' },
    startedAt: '',
    finishedAt: '',
    tables,
    sequences,
    definitions: { source: digest, target: digest, equal: true },
    equal: true,
  };
}

const many = <Entry>(length: number, make: (number: number) => Entry): Entry[] =>
  Array.from({ length }, (_, number) => make(number));

describe('fitProof', () => {
  it('leaves the proof of a Quay database as it is', () => {
    const proof = proofOf(
      many(105, (n) => table(n, n)),
      many(104, (n) => sequence(n)),
    );
    expect(fitProof(proof)).toEqual(proof);
  });

  it('makes ten thousand tables and sequences with the longest names less than half of a ConfigMap', () => {
    const proof = proofOf(
      many(10_000, (n) => table(n, 0)),
      many(10_000, (n) => sequence(n)),
    );
    const fitted = fitProof(proof);
    expect(JSON.stringify(fitted).length).toBeLessThan(512 * 1024);
    expect(fitted.unlisted).toMatchObject({ tables: 9500, equalTables: 9500, rows: 0, sequences: 9500 });
  });

  it('lists what differs, and the tables with most rows, in the order of the proof', () => {
    const tables = many(1000, (n) => table(n, n, n !== 3));
    const sequences = many(600, (n) => sequence(n, n !== 599));
    const fitted = fitProof(proofOf(tables, sequences));
    expect(fitted.tables.map(({ rows }) => rows.target)).toEqual([3, ...many(499, (n) => 501 + n)]);
    expect(fitted.sequences.at(-1)).toEqual(sequences[599]);
    expect(fitted.unlisted).toMatchObject({ tables: 500, equalTables: 500, equalSequences: 100 });
  });

  it('keeps the totals, whatever is left out, and tells another digest when one of those changes', () => {
    const counts = fc.array(fc.tuple(fc.nat(1000), fc.boolean()), { minLength: 501, maxLength: 700 });
    fc.assert(
      fc.property(counts, fc.nat(600), (rows, sequences) => {
        const proof = proofOf(
          rows.map(([count, equal], n) => table(n, count, equal)),
          many(sequences, (n) => sequence(n)),
        );
        expect(proofTotals(fitProof(proof))).toEqual(proofTotals(proof));
      }),
      { numRuns: 20 },
    );
    const digestWith = (bytes: number) =>
      fitProof(
        proofOf(
          many(501, (n) => ({ ...table(n, n), bytes: n === 0 ? bytes : 1 })),
          [],
        ),
      ).unlisted?.digest;
    expect(digestWith(1)).toBe(digestWith(1));
    expect(digestWith(1)).not.toBe(digestWith(2));
  });

  it('does not tell more notes than somebody would read', () => {
    const proof = { ...proofOf([], []), notes: many(80, String) };
    expect(fitProof(proof).notes).toHaveLength(51);
    expect(fitProof(proof).notes?.at(-1)).toBe('30 more notes of this kind');
  });
});
