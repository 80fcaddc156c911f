import { type ComparePlace, type ComparedTable, isEqual, pairsOf } from './compare-tables.ts';
import { withConnection } from './connection.ts';
import { comparing, readRows, replaceRows } from './copy-rows.ts';
import { createObjects } from './create-objects.ts';
import { foreignKeySql, unvalidated, validationJob } from './foreign-keys.ts';
import type { SessionPair } from './session-pair.ts';
import { displayName, qualified } from './table.ts';
import { readForeignKeys } from './table-keys.ts';
import { type Job, workThrough } from './work-pool.ts';

/**
 * Writes the ranges anew that differ, and reads them back. The foreign keys of their tables are taken away meanwhile:
 * the tables are not written in the order that they would want. A run that is cut off leaves definitions that differ,
 * and the next one copies everything.
 */
export async function mendTables(compared: readonly ComparedTable[], place: ComparePlace): Promise<void> {
  const broken = compared.filter(({ ranges }) => !ranges.every(isEqual));
  if (broken.length === 0) return;
  const { snapshot, target, progress } = place;
  const names = new Set(broken.map(({ table }) => qualified(table)));
  const keys = (await readForeignKeys(snapshot.coordinator)).filter(
    (key) => names.has(qualified(key)) || names.has(key.refers),
  );
  progress.expect(broken.map(({ table }) => ({ ...table, name: displayName(table) })));
  progress.enter('rows', `${broken.length} tables differ from the first copy`);
  await withConnection(target, async (client) => {
    for (const key of keys) await client.query(foreignKeySql(key, 'drop constraint'));
  });
  await workThrough(
    broken.map((one) => mendJob(one, place)),
    pairsOf(place),
  );
  progress.enter('indexes', `${keys.length} foreign keys`);
  await withConnection(target, (client) => createObjects(client, keys.map(unvalidated)));
  const touched = new Set([...names, ...keys.map(qualified)]);
  const tables = compared.map(({ table }) => table).filter((table) => touched.has(qualified(table)));
  await workThrough(
    tables.map((table) => validationJob(table, keys)),
    pairsOf(place),
  );
}

/** All that differs goes before the first row comes: a unique value may have moved from one range to another. */
function mendJob({ table, ordered, ranges }: ComparedTable, { progress }: ComparePlace): Job<SessionPair> {
  const differing = ranges.filter((range) => !isEqual(range));
  return {
    weight: table.bytes * (differing.length / ranges.length),
    run: async (pair) => {
      const empty = differing
        .map(({ condition }) => `delete from only ${qualified(table)} where ${condition}`)
        .join('; ');
      const order = { empty, parts: differing.map(({ part }) => part), freeze: false };
      const came = await replaceRows(pair, table, order, (bytes) => {
        progress.moved(displayName(table), bytes);
      });
      // Rows without an order are compared by sums, by the proof.
      for (const [at, range] of ordered ? differing.entries() : []) {
        range.source = came[at] ?? range.source;
        range.target = await comparing(table, pair, () => readRows(pair.target, table, range.part));
      }
      progress.finished(
        displayName(table),
        came.reduce((sum, { rows }) => sum + rows, 0),
      );
      return [];
    },
  };
}
