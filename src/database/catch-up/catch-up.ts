import type pg from 'pg';
import type { Proof } from '../../contract/proof.ts';
import { proofTotals } from '../../contract/proof-totals.ts';
import { assertOurs, cleanTarget, readIdentity } from '../guard/clean-target.ts';
import { compareDefinitions } from '../catalog/compare-definitions.ts';
import { type ComparedTable, compareTables, rangesAlgorithm, streamOf } from '../proof/compare-tables.ts';
import { failureOf, withConnection } from '../server/connection.ts';
import type { ConnectionTarget } from '../server/connection-target.ts';
import { type CopyOptions, copyAndProve, prove } from '../copy/copy-database.ts';
import { hasLargeObjects } from '../rows/large-objects.ts';
import type { TableStreams } from '../rows/stream-digest.ts';
import { repairTables } from './repair-tables.ts';
import { readSequences, setSequences } from '../catalog/sequence.ts';
import { exportSnapshot, releasingLocks } from '../server/source-snapshot.ts';
import { displayName, listTables, qualified, userSchemas } from '../catalog/table.ts';
import { withExclusiveSource } from '../guard/exclusive-source.ts';
import { WorkerFailure } from '../server/worker-failure.ts';

/**
 * Updates the pre-copy to the state of the source, which is idle now: compares every key range of both databases, writes
 * the rows that differ, and compares again. That comparison is the proof, so it does not matter what the pre-copy
 * missed. Without a complete pre-copy everything is copied. Throws like `copyDatabase`.
 */
export async function catchUp(
  source: ConnectionTarget,
  target: ConnectionTarget,
  options: CopyOptions,
): Promise<Proof> {
  const { progress } = options;
  return withExclusiveSource({ source, target, ...options, prepare: assertOurs }, async () => {
    const reason = await fullCopyReason(source, target);
    if (reason !== undefined) progress.enter('connecting', `copying everything: ${reason}`);
    const repaired = reason === undefined ? await compareAndRepair(source, target, options) : undefined;
    const proof = repaired ?? (await copyAll());
    progress.enter('done', `${proofTotals(proof).tables} tables are equal`);
    return proof;
  });

  async function copyAll(): Promise<Proof> {
    const identity = await withConnection(source, readIdentity);
    await withConnection(target, (client) => cleanTarget(client, identity));
    const proof = await copyAndProve(source, target, { ...options, prove: true });
    if (proof === undefined) throw new WorkerFailure('the copy was not proven');
    return proof;
  }
}

/** Why the target cannot be updated and everything has to be copied; undefined when it can. */
async function fullCopyReason(source: ConnectionTarget, target: ConnectionTarget): Promise<string | undefined> {
  const [definitions, large, tables, own] = await Promise.all([
    withConnection(source, (client) => compareDefinitions(client, target)),
    Promise.all([source, target].map((side) => withConnection(side, hasLargeObjects))),
    withConnection(source, listTables),
    withConnection(source, tablesWithTriggers),
  ]);
  if (definitions.source !== definitions.target)
    return 'the target database does not have all definitions of the source database';
  if (large.includes(true)) return 'the database has large objects, which cannot be updated one by one';
  const bare = tables.filter(({ columns }) => columns.length === 0);
  if (bare.length > 0) return `table ${bare.map(displayName).join(', ')} has no columns to compare`;
  return own.length === 0 ? undefined : `triggers or rules of table ${own.join(', ')} would change the written rows`;
}

/** Tables with triggers or rules. Quay has none. */
async function tablesWithTriggers(client: pg.Client): Promise<readonly string[]> {
  const { rows } = await client.query<{ name: string }>(`
    select c.relname as name from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
     where c.relkind = 'r' and ${userSchemas}
       and (c.relhasrules or exists (select from pg_catalog.pg_trigger g where g.tgrelid = c.oid and not g.tgisinternal))`);
  return rows.map(({ name }) => name);
}

/** Undefined when everything has to be copied. */
async function compareAndRepair(
  source: ConnectionTarget,
  target: ConnectionTarget,
  { progress, workers = 3 }: CopyOptions,
): Promise<Proof | undefined> {
  const startedAt = new Date().toISOString();
  const snapshot = await exportSnapshot(source);
  try {
    const place = { snapshot, target, workers, progress };
    progress.enter('proof', 'comparing every key range of both databases');
    const compared = await compareTables(place);
    const reason = await repairTables(compared, place);
    if (reason !== undefined) {
      progress.enter('connecting', `copying everything: ${reason}`);
      return undefined;
    }
    const sequences = await readSequences(snapshot.coordinator, releasingLocks);
    await withConnection(target, (client) => setSequences(client, sequences));
    return await prove(snapshot, { target, workers, startedAt, progress, streams: streamsOf(compared) });
  } catch (error) {
    if (error instanceof WorkerFailure) throw error;
    throw new WorkerFailure(`the databases could not be compared: ${failureOf(snapshot.coordinator, error)}`);
  } finally {
    await snapshot.close();
  }
}

/** Digests that the proof need not read again. */
function streamsOf(compared: readonly ComparedTable[]): TableStreams {
  return new Map(
    compared
      .filter(({ key }) => key !== undefined)
      .map(({ table, ranges }) => [
        qualified(table),
        { algorithm: rangesAlgorithm, source: streamOf(ranges, 'source'), target: streamOf(ranges, 'target') },
      ]),
  );
}
