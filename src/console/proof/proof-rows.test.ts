import { describe, expect, test } from 'vitest';
import type { Proof, TableProof } from '../../contract/proof.ts';
import { proofTotals } from '../../contract/proof-totals.ts';
import { type ProofOrder, proofRows, tableName } from './proof-rows.ts';

const table = (name: string, rows: number, bytes: number, equal = true): TableProof => ({
  schema: 'public',
  table: name,
  rows: { source: rows, target: equal ? rows : rows - 1 },
  bytes,
  digest: { algorithm: 'sha256', source: 'a', target: equal ? 'a' : 'b' },
  equal,
});

const tables = [table('user', 5, 300), table('Manifest', 100, 100), table('tag', 5, 200, false)];
const names = (search: string, column: ProofOrder['column'], direction: ProofOrder['direction'] = 'asc'): string[] =>
  proofRows(tables, search, { column, direction }).map((row) => row.table);

describe('rows of the proof', () => {
  test.each<[ProofOrder['column'], ProofOrder['direction'], string[]]>([
    ['table', 'asc', ['Manifest', 'tag', 'user']],
    ['table', 'desc', ['user', 'tag', 'Manifest']],
    ['rows', 'asc', ['tag', 'user', 'Manifest']],
    ['rows', 'desc', ['Manifest', 'tag', 'user']],
    ['bytes', 'desc', ['user', 'tag', 'Manifest']],
    ['equal', 'asc', ['tag', 'Manifest', 'user']],
  ])('by %s, %s', (column, direction, expected) => {
    expect(names('', column, direction)).toEqual(expected);
  });

  test('are found by any part of their name, in either case', () => {
    expect(names(' MANI ', 'table')).toEqual(['Manifest']);
    expect(names('public.t', 'table')).toEqual(['tag']);
    expect(names('nothing', 'table')).toEqual([]);
  });

  test('keep the order of the proof itself', () => {
    names('', 'bytes');
    expect(tables.map(tableName)).toEqual(['public.user', 'public.Manifest', 'public.tag']);
  });
});

test('totals count what is equal', () => {
  const at = { lastValue: '1', isCalled: true };
  const proof: Proof = {
    schemaVersion: 1,
    source: { serverVersion: '10' },
    target: { serverVersion: '13' },
    startedAt: '',
    finishedAt: '',
    tables,
    sequences: [{ schema: 'public', sequence: 's', source: at, target: at, equal: true }],
    definitions: { source: '', target: '', equal: true },
    equal: false,
  };
  expect(proofTotals(proof)).toEqual({
    ...{ tables: 3, equalTables: 2, rows: 109, bytes: 600 },
    ...{ sequences: 1, equalSequences: 1 },
  });
});
