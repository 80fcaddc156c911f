import { createHash } from 'node:crypto';
import type { ConnectionTarget } from '../server/connection-target.ts';
import { withTableError, readRanges, readRows } from '../rows/copy-rows.ts';
import { type KeyRange, keyRanges, wholeTable } from '../rows/key-ranges.ts';
import type { ProgressReporter } from '../progress/progress-reporter.ts';
import { type SessionPair, openPair } from '../server/session-pair.ts';
import { type SourceSnapshot, releasingLocks } from '../server/source-snapshot.ts';
import type { RowStream } from '../rows/stream-digest.ts';
import { type Table, displayName, listTables, qualified } from '../catalog/table.ts';
import { digestTable } from '../rows/table-digest.ts';
import { readIntegerKeys } from '../catalog/table-keys.ts';
import { type Job, workThrough } from '../server/work-pool.ts';
import { WorkerFailure } from '../server/worker-failure.ts';

export const rangesAlgorithm = 'aes-256-gmac-key-ranges';

/** One range with its rows in both databases. */
export interface ComparedRange extends KeyRange {
  source: RowStream;
  target: RowStream;
}

export interface ComparedTable {
  readonly table: Table;
  /** The column that orders the rows. Without one, the only range is the whole table, compared by sums. */
  readonly key: string | undefined;
  /** All ranges, in any order. */
  readonly ranges: readonly ComparedRange[];
}

export interface ComparePlace {
  readonly snapshot: SourceSnapshot;
  readonly target: ConnectionTarget;
  readonly workers: number;
  readonly progress: ProgressReporter;
}

/**
 * Reads every range of every table in both databases at once. A table with an integer key is read as a whole in physical
 * order, which is fastest; ranges that differ, possibly only in their order, are read again in the order of the key.
 */
export async function compareTables(place: ComparePlace): Promise<readonly ComparedTable[]> {
  const { coordinator } = place.snapshot;
  const [tables, keys] = [await listTables(coordinator), await readIntegerKeys(coordinator)];
  const compared = tables
    .filter(({ columns }) => columns.length > 0)
    .map((table) => ({ table, key: keys.get(qualified(table)), ranges: [] }));
  await workThrough(
    compared.map((one) => tableJob(one, place.progress)),
    pairsOf(place),
  );
  return compared;
}

export function pairsOf({ workers, snapshot, target }: ComparePlace): readonly (() => Promise<SessionPair>)[] {
  return Array.from({ length: workers }, () => () => openPair(snapshot, target));
}

interface Comparison extends ComparedTable {
  readonly ranges: ComparedRange[];
}

function tableJob(one: Comparison, progress: ProgressReporter): Job<SessionPair> {
  const { table, key } = one;
  return {
    weight: table.bytes,
    run: async (pair) => {
      if (key === undefined) return [rangeJob(one, [wholeTable(table)], progress)];
      const plan = await withTableError(table, pair, () =>
        releasingLocks(pair.source, () => keyRanges(pair.source, table, key)),
      );
      const { ranges, bounds } = plan;
      if (!table.portable || !bounds.every(isSafe)) return ranges.map((range) => rangeJob(one, [range], progress));
      const reading = releasingLocks(pair.source, () => readRanges(pair.source, table, key, bounds));
      const both = [reading, readRanges(pair.target, table, key, bounds)] as const;
      const [source, target] = await withTableError(table, pair, () => Promise.all(both));
      progress.note(`${displayName(table)} compared`);
      return ranges.flatMap((range, at) => {
        const [first, second] = [streamAt(source, at), streamAt(target, at)];
        const whole = { ...range, source: first, target: second };
        if (!isEqual(whole))
          return [rangeJob(one, plan.divide(at, Math.max(first.rows, second.rows)), progress, whole)];
        one.ranges.push(whole);
        return [];
      });
    },
  };
}

function isSafe(bound: bigint): boolean {
  return Number.isSafeInteger(Number(bound));
}

function streamAt(streams: readonly RowStream[], at: number): RowStream {
  const stream = streams[at];
  if (stream === undefined) throw new WorkerFailure(`key range ${at} of ${streams.length} was not read`);
  return stream;
}

/** Reads the parts of a range in the order of the key; `whole`: the result of the first reading. */
function rangeJob(
  { table, key, ranges }: Comparison,
  parts: readonly KeyRange[],
  progress: ProgressReporter,
  whole?: ComparedRange,
): Job<SessionPair> {
  const read = key === undefined ? digestTable : readRows;
  return {
    weight: whole === undefined ? table.bytes : whole.source.rows,
    run: async (pair) => {
      const rows = { source: 0, target: 0 };
      for (const range of parts) {
        const reading = releasingLocks(pair.source, () => read(pair.source, table, range.part));
        const both = [reading, read(pair.target, table, range.part)] as const;
        const [source, target] = await withTableError(table, pair, () => Promise.all(both));
        ranges.push({ ...range, source, target });
        rows.source += source.rows;
        rows.target += target.rows;
      }
      if (whole !== undefined) assertSameRows(table, whole, rows);
      progress.note(`${displayName(table)} compared`);
      return [];
    },
  };
}

/** Fails when the two readings of a range have different rows: some rows would not be compared. */
export function assertSameRows(
  table: Table,
  { source, target }: ComparedRange,
  again: { readonly source: number; readonly target: number },
): void {
  if (source.rows === again.source && target.rows === again.target) return;
  const counts = `${source.rows} and ${target.rows} rows, then ${again.source} and ${again.target}`;
  throw new WorkerFailure(`table ${displayName(table)} could not be compared: a key range first had ${counts}`);
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
