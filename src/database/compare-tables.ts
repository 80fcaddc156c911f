import { createHash } from 'node:crypto';
import type { ConnectionTarget } from './connection.ts';
import { comparing, readRanges, readRows } from './copy-rows.ts';
import { type KeyRange, type KeyRanges, keyRanges, wholeTable } from './key-ranges.ts';
import type { ProgressReporter } from './progress-reporter.ts';
import { type SessionPair, openPair } from './session-pair.ts';
import { type SourceSnapshot, releasingLocks } from './source-snapshot.ts';
import type { RowStream } from './stream-digest.ts';
import { type Table, displayName, listTables, qualified } from './table.ts';
import { digestTable } from './table-digest.ts';
import { readIntegerKeys } from './table-keys.ts';
import { type Job, workThrough } from './work-pool.ts';
import { WorkerFailure } from './worker-failure.ts';

export const rangesAlgorithm = 'aes-256-gmac-key-ranges';

/** One range with what both sides hold in it. */
export interface ComparedRange extends KeyRange {
  source: RowStream;
  target: RowStream;
}

export interface ComparedTable {
  readonly table: Table;
  /** The column that orders the rows; without one, the only range is the whole table, compared by sums. */
  readonly key: string | undefined;
  readonly ranges: readonly ComparedRange[];
}

export interface ComparePlace {
  readonly snapshot: SourceSnapshot;
  readonly target: ConnectionTarget;
  readonly workers: number;
  readonly progress: ProgressReporter;
}

/**
 * Reads every range of every table on both sides at once. A table is read as its rows lie, which is fastest; ranges
 * whose rows differ, or lie in another order, are read again in the order of the key.
 */
export async function compareTables(place: ComparePlace): Promise<readonly ComparedTable[]> {
  const { coordinator } = place.snapshot;
  const [tables, keys] = [await listTables(coordinator), await readIntegerKeys(coordinator)];
  const compared: ComparedTable[] = [];
  const jobs = tables
    .filter(({ columns }) => columns.length > 0)
    .map((table) => tableJob(table, keys.get(qualified(table)), { ...place, compared }));
  await workThrough(jobs, pairsOf(place));
  return compared;
}

export function pairsOf({ workers, snapshot, target }: ComparePlace): readonly (() => Promise<SessionPair>)[] {
  return Array.from({ length: workers }, () => () => openPair(snapshot, target));
}

type Work = ComparePlace & { readonly compared: ComparedTable[] };

function tableJob(table: Table, key: string | undefined, work: Work): Job<SessionPair> {
  return {
    weight: table.bytes,
    run: async (pair) => {
      const { ranges, bounds } = await comparing(table, pair, () => rangesOf(pair, table, key));
      const one = { table, key, ranges: ranges.map((range) => ({ ...range, source: unread, target: unread })) };
      work.compared.push(one);
      if (key === undefined || !table.portable || !bounds.every(isSafe)) {
        return one.ranges.map((range) => rangeJob(one, range, work));
      }
      const there = releasingLocks(pair.source, () => readRanges(pair.source, table, key, bounds));
      const both = [there, readRanges(pair.target, table, key, bounds)] as const;
      const [source, target] = await comparing(table, pair, () => Promise.all(both));
      for (const [at, range] of one.ranges.entries()) {
        [range.source, range.target] = [source[at] ?? unread, target[at] ?? unread];
      }
      work.progress.note(`${displayName(table)} compared`);
      return one.ranges.filter((range) => !isEqual(range)).map((range) => rangeJob(one, range, work, readAgain(table)));
    },
  };
}

const unread: RowStream = { rows: 0, digest: '' };

async function rangesOf({ source }: SessionPair, table: Table, key: string | undefined): Promise<KeyRanges> {
  if (key === undefined) return { ranges: [wholeTable(table)], bounds: [] };
  return releasingLocks(source, () => keyRanges(source, table, key));
}

function isSafe(bound: bigint): boolean {
  return Number.isSafeInteger(Number(bound));
}

/** A row that one way of reading puts into a range and the other does not would be compared by none. */
function readAgain(table: Table) {
  return (first: RowStream, again: RowStream): RowStream => {
    if (first.rows === again.rows) return again;
    const counts = `${first.rows} and then ${again.rows} rows`;
    throw new WorkerFailure(`table ${displayName(table)} could not be compared: a key range had ${counts}`);
  };
}

function rangeJob(
  { table, key, ranges }: ComparedTable,
  range: ComparedRange,
  { progress }: ComparePlace,
  checked = (_first: RowStream, again: RowStream): RowStream => again,
): Job<SessionPair> {
  const read = key === undefined ? digestTable : readRows;
  return {
    weight: table.bytes / ranges.length,
    run: async (pair) => {
      const there = releasingLocks(pair.source, () => read(pair.source, table, range.part));
      const both = [there, read(pair.target, table, range.part)] as const;
      const [source, target] = await comparing(table, pair, () => Promise.all(both));
      [range.source, range.target] = [checked(range.source, source), checked(range.target, target)];
      progress.note(`${displayName(table)} compared`);
      return [];
    },
  };
}

export function isEqual({ source, target }: ComparedRange): boolean {
  return source.rows === target.rows && source.digest === target.digest;
}

/** One digest for all ranges of a table. */
export function streamOf(ranges: readonly ComparedRange[], side: 'source' | 'target'): RowStream {
  const hash = createHash('sha256');
  for (const range of ranges) hash.update(`${range[side].rows} ${range[side].digest}\n`);
  return { rows: ranges.reduce((sum, range) => sum + range[side].rows, 0), digest: hash.digest('hex') };
}
