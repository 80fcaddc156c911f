import { createHash } from 'node:crypto';
import type { ConnectionTarget } from './connection.ts';
import { type RowStream, comparing, readRows } from './copy-rows.ts';
import { type KeyRange, keyRanges, wholeTable } from './key-ranges.ts';
import type { ProgressReporter } from './progress-reporter.ts';
import { type SessionPair, openPair } from './session-pair.ts';
import { type SourceSnapshot, releasingLocks } from './source-snapshot.ts';
import { type Table, displayName, listTables, qualified } from './table.ts';
import { digestTable } from './table-digest.ts';
import { readIntegerKeys } from './table-keys.ts';
import { type Job, workThrough } from './work-pool.ts';

export const rangesAlgorithm = 'sha256-key-ranges';

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

/** Reads every range of every table on both sides at once. */
export async function compareTables(place: ComparePlace): Promise<readonly ComparedTable[]> {
  const { coordinator } = place.snapshot;
  const [tables, keys] = [await listTables(coordinator), await readIntegerKeys(coordinator)];
  const compared: ComparedTable[] = [];
  for (const table of tables.filter(({ columns }) => columns.length > 0)) {
    const key = keys.get(qualified(table));
    const ranges =
      key === undefined
        ? [wholeTable(table)]
        : await releasingLocks(coordinator, () => keyRanges(coordinator, table, key));
    const unread = { rows: 0, digest: '' };
    compared.push({
      table,
      key,
      ranges: ranges.map((range) => ({ ...range, source: unread, target: unread })),
    });
  }
  await workThrough(
    compared.flatMap((one) => one.ranges.map((range) => rangeJob(one, range, place.progress))),
    pairsOf(place),
  );
  return compared;
}

export function pairsOf({ workers, snapshot, target }: ComparePlace): readonly (() => Promise<SessionPair>)[] {
  return Array.from({ length: workers }, () => () => openPair(snapshot, target));
}

function rangeJob({ table, key, ranges }: ComparedTable, range: ComparedRange, progress: ProgressReporter) {
  const read = key === undefined ? digestTable : readRows;
  const job: Job<SessionPair> = {
    weight: table.bytes / ranges.length,
    run: async (pair) => {
      const there = releasingLocks(pair.source, () => read(pair.source, table, range.part));
      const both = [there, read(pair.target, table, range.part)] as const;
      [range.source, range.target] = await comparing(table, pair, () => Promise.all(both));
      progress.note(`${displayName(table)} compared`);
      return [];
    },
  };
  return job;
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
