import { type ChangedRows, changedRows } from './changed-rows.ts';
import {
  type ComparePlace,
  type ComparedRange,
  type ComparedTable,
  isEqual,
  pairsOf,
} from '../proof/compare-tables.ts';
import { withTableError, readRows, replaceRows } from '../rows/copy-rows.ts';
import { deferConstraintsSql, restoreConstraintsSql } from '../catalog/foreign-keys.ts';
import { wholeTable } from '../rows/key-ranges.ts';
import type { ProgressReporter } from '../progress/progress-reporter.ts';
import { type SessionPair, openPair } from '../server/session-pair.ts';
import { type Table, displayName, qualified } from '../catalog/table.ts';
import { type ForeignKey, readForeignKeys } from '../catalog/table-keys.ts';
import { type Job, workThrough } from '../server/work-pool.ts';

/** Shares of changed rows: of all rows, above which everything is copied; of a table, above which it is analyzed. */
const [muchOfAll, muchOfTable] = [0.25, 0.1];

interface BrokenTable {
  readonly table: Table;
  /** Ranges to read back; none for a table without a key. */
  readonly differing: readonly ComparedRange[];
  readonly changes: ChangedRows[];
}

/**
 * Writes the rows that differ in one transaction, so that an interrupted run leaves the pre-copy unchanged, and reads
 * their ranges back. Returns why everything has to be copied instead; otherwise undefined.
 */
export async function repairTables(
  compared: readonly ComparedTable[],
  place: ComparePlace,
): Promise<string | undefined> {
  const broken = await findChanges(compared, place);
  const changed = broken.reduce((sum, one) => sum + rowsOf(one), 0);
  if (broken.length === 0) return undefined;
  const all = compared.reduce(
    (sum, { ranges }) => sum + ranges.reduce((rows, range) => rows + range.source.rows, 0),
    0,
  );
  if (changed > muchOfAll * all) return `${changed} of ${all} rows have changed since the pre-copy`;
  place.progress.expect(
    broken.map((one) => ({
      name: displayName(one.table),
      rows: rowsOf(one),
      bytes: one.table.bytes * Math.min(1, rowsOf(one) / Math.max(1, one.table.rows)),
    })),
  );
  place.progress.enter('rows', `${broken.length} tables have changed since the pre-copy`);
  await writeChanges(broken, place);
  await workThrough(
    broken.flatMap((one) => [...one.differing.map((range) => readBackJob(one.table, range)), ...analyzeJobs(one)]),
    pairsOf(place),
  );
  const still = broken.find(({ differing }) => !differing.every(isEqual));
  return still === undefined ? undefined : `table ${displayName(still.table)} still differs after the update`;
}

function rowsOf({ changes }: BrokenTable): number {
  return changes.reduce((sum, { rows }) => sum + rows, 0);
}

/** Finds the rows that differ, range by range. */
async function findChanges(compared: readonly ComparedTable[], place: ComparePlace): Promise<readonly BrokenTable[]> {
  const broken: BrokenTable[] = [];
  const jobs: Job<SessionPair>[] = [];
  for (const { table, key, ranges } of compared) {
    const differing = ranges.filter((range) => !isEqual(range));
    if (differing.length === 0) continue;
    if (key === undefined) {
      const { condition, part } = wholeTable(table);
      const rows = differing.reduce((sum, { source }) => sum + source.rows, 0);
      broken.push({ table, differing: [], changes: [{ rows, gone: condition, part }] });
      continue;
    }
    const changes: ChangedRows[] = [];
    broken.push({ table, differing, changes });
    jobs.push(
      ...differing.map((range) => ({
        weight: range.source.rows,
        run: async (pair: SessionPair) => {
          changes.push(await changedRows(pair, table, key, range));
          return [];
        },
      })),
    );
  }
  await workThrough(jobs, pairsOf(place));
  return broken;
}

async function writeChanges(
  broken: readonly BrokenTable[],
  { snapshot, target, progress }: ComparePlace,
): Promise<void> {
  const names = new Set(broken.map(({ table }) => qualified(table)));
  const touched = ({ schema, name, refers }: ForeignKey): boolean =>
    names.has(qualified({ schema, name })) || names.has(refers);
  const keys = (await readForeignKeys(snapshot.coordinator)).filter(touched);
  const pair = await openPair(snapshot, target);
  try {
    await pair.target.query(`begin; ${deferConstraintsSql(keys)}`);
    for (const { table, changes } of broken) await writeTable(pair, table, changes, progress);
    await pair.target.query(`${restoreConstraintsSql(keys)}; commit`);
  } finally {
    await pair.end();
  }
}

/** Deletes all differing rows before inserting any: a unique value may have moved from one row to another. */
async function writeTable(
  pair: SessionPair,
  table: Table,
  changes: readonly ChangedRows[],
  progress: ProgressReporter,
): Promise<void> {
  const name = displayName(table);
  const before = changes.map(({ gone }) => `delete from only ${qualified(table)} where ${gone}`).join('; ');
  const order = { before, parts: changes.map(({ part }) => part), freeze: false, after: '' };
  const rows = await replaceRows(pair, table, order, (bytes) => {
    progress.moved(name, bytes.length);
  });
  progress.finished(name, rows);
}

function readBackJob(table: Table, range: ComparedRange): Job<SessionPair> {
  return {
    weight: range.source.rows,
    run: async (pair) => {
      range.target = await withTableError(table, pair, () => readRows(pair.target, table, range.part));
      return [];
    },
  };
}

function analyzeJobs(one: BrokenTable): readonly Job<SessionPair>[] {
  if (rowsOf(one) <= muchOfTable * one.table.rows) return [];
  const run = async ({ target }: SessionPair) => {
    await target.query(`analyze ${qualified(one.table)}`);
    return [];
  };
  return [{ weight: one.table.rows / 4, run }];
}
