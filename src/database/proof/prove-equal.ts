import type { Proof, SequenceProof, TableProof } from '../../contract/proof.ts';
import { notLookedAt } from '../../contract/not-looked-at.ts';
import type { ConnectionTarget } from '../server/connection-target.ts';
import { withConnection } from '../server/connection.ts';
import { compareDefinitions } from '../catalog/compare-definitions.ts';
import { comparing, readRows } from '../rows/copy-rows.ts';
import { streamAlgorithm } from '../rows/stream-digest.ts';
import { lostGrants } from '../catalog/grants.ts';
import { proveLargeObjects } from '../rows/large-objects.ts';
import { objectsOfOthers, otherObjectsOfOthers } from '../catalog/other-definitions.ts';
import { notCarried } from '../catalog/not-carried.ts';
import { type SequenceState, readSequences } from '../catalog/sequence.ts';
import { type SessionPair, openPair } from '../server/session-pair.ts';
import { type SourceSnapshot, releasingLocks } from '../server/source-snapshot.ts';
import { type Table, displayName, listTables, qualified } from '../catalog/table.ts';
import { type TableDigest, digestAlgorithm, digestTable } from '../rows/table-digest.ts';
import type { TableStreams } from '../copy/load-tables.ts';
import { workThrough } from '../server/work-pool.ts';

export interface ProofOptions {
  readonly snapshot: SourceSnapshot;
  readonly target: ConnectionTarget;
  readonly startedAt: string;
  readonly workers: number;
  /** What the copy has read already, of both sides. */
  readonly streams?: TableStreams;
  readonly onTable?: (table: TableProof) => void;
}

/**
 * A table that is not there, lacks a column or is another's (SQLSTATE class 42) is unequal, and no reason to stop
 * comparing; a lost connection says nothing about the rows.
 */
function unreadableTable(error: unknown): TableDigest {
  const { code } = error as { code?: string };
  if (code?.startsWith('42')) return { rows: 0, digest: 'unreadable' };
  throw error;
}

/** Compares everything that the snapshot holds with what is stored on the target: rows, sequences, definitions. */
export async function proveEqual(order: ProofOptions): Promise<Proof> {
  const { coordinator } = order.snapshot;
  const tables = await listTables(coordinator);
  const stored = new Map((await withConnection(order.target, listTables)).map((table) => [qualified(table), table]));
  const proven = await proveTables(order, tables, stored);
  for (const table of tables) stored.delete(qualified(table));
  const surplus = await withConnection(order.target, (client) => surplusTables(client, [...stored.values()]));
  const sequences = await proveSequences(order);
  const largeObjects = await proveLargeObjects(order.snapshot, order.target);
  const definitions = await proveDefinitions(order);
  const notes = [...(await lostGrants(coordinator, order.target)), ...(await notCarried(coordinator))];
  const all = [...proven, ...surplus];
  return {
    schemaVersion: 1,
    source: { serverVersion: await versionOf(coordinator) },
    target: { serverVersion: await withConnection(order.target, versionOf) },
    startedAt: order.startedAt,
    finishedAt: new Date().toISOString(),
    tables: all,
    sequences,
    ...(largeObjects && { largeObjects }),
    definitions,
    equal:
      definitions.equal &&
      largeObjects?.equal !== false &&
      all.every((table) => table.equal) &&
      sequences.every((sequence) => sequence.equal),
    ...(notes.length > 0 && { notes }),
    notLookedAt: [...notLookedAt],
  };
}

async function proveTables(
  order: ProofOptions,
  tables: readonly Table[],
  stored: ReadonlyMap<string, Table>,
): Promise<readonly TableProof[]> {
  const proven: TableProof[] = [];
  const open = Array.from({ length: order.workers }, () => () => openPair(order.snapshot, order.target));
  const jobs = tables.map((table) => ({
    weight: table.bytes,
    run: async (pair: SessionPair) => {
      const { algorithm, there, here } = await comparing(table, pair, () =>
        releasingLocks(pair.source, () => digestsOf(pair, table, order.streams)),
      );
      const proof: TableProof = {
        schema: table.schema,
        table: table.name,
        rows: { source: there.rows, target: here.rows },
        bytes: stored.get(qualified(table))?.bytes ?? 0,
        digest: { algorithm, source: there.digest, target: here.digest },
        equal: there.rows === here.rows && there.digest === here.digest,
      };
      proven.push(proof);
      order.onTable?.(proof);
      return [];
    },
  }));
  await workThrough(jobs, open);
  return proven.sort((a, b) => a.schema.localeCompare(b.schema) || a.table.localeCompare(b.table));
}

interface BothDigests {
  readonly algorithm: string;
  readonly there: TableDigest;
  readonly here: TableDigest;
}

/** Equal streams are equal rows; streams that differ may be the same rows in another order, which the sums tell. */
async function digestsOf(pair: SessionPair, table: Table, streams: TableStreams | undefined): Promise<BothDigests> {
  if (table.columns.length > 0) {
    const read = streams?.get(qualified(table));
    const there = read?.source ?? (await readRows(pair.source, table));
    const here = read?.target ?? (await readRows(pair.target, table).catch(unreadableTable));
    const equal = there.rows === here.rows && there.digest === here.digest;
    if (equal) return { algorithm: read?.algorithm ?? streamAlgorithm, there, here };
  }
  const [there, here] = await Promise.all([
    digestTable(pair.source, table),
    digestTable(pair.target, table).catch(unreadableTable),
  ]);
  return { algorithm: digestAlgorithm, there, here };
}

/** A table that only the target has would be served with the others. */
async function surplusTables(
  client: Parameters<typeof listTables>[0],
  surplus: readonly Table[],
): Promise<readonly TableProof[]> {
  return Promise.all(
    surplus.map(async (table) => {
      const here = await digestTable(client, table).catch(unreadableTable);
      return {
        schema: table.schema,
        table: table.name,
        rows: { source: 0, target: here.rows },
        bytes: table.bytes,
        digest: { algorithm: digestAlgorithm, source: 'no such table', target: here.digest },
        equal: false,
      };
    }),
  );
}

/** Names that a proof and a message hold. */
const named = 20;

async function proveDefinitions({ snapshot, target }: ProofOptions): Promise<Proof['definitions']> {
  const { source, ...compared } = await releasingLocks(snapshot.coordinator, () =>
    compareDefinitions(snapshot.coordinator, target),
  );
  const others = await withConnection(target, (client) =>
    client.query<{ name: string }>(`${otherObjectsOfOthers} union all ${objectsOfOthers}`),
  );
  const foreign = others.rows.map(({ name }) => `owner of ${name}`);
  return {
    source,
    target: compared.target,
    equal: source === compared.target && foreign.length === 0,
    differing: [...compared.differing, ...foreign].slice(0, named),
  };
}

async function proveSequences({ snapshot, target }: ProofOptions): Promise<SequenceProof[]> {
  const there = await readSequences(snapshot.coordinator, releasingLocks);
  const here = await withConnection(target, (client) => readSequences(client));
  const key = (state: SequenceState): string => `${state.schema}.${state.name}`;
  const states = new Map(here.map((state) => [key(state), state]));
  return there.map((state) => {
    const other = states.get(key(state));
    return {
      schema: state.schema,
      sequence: state.name,
      source: { lastValue: state.lastValue, isCalled: state.isCalled },
      target: { lastValue: other?.lastValue ?? '', isCalled: other?.isCalled ?? false },
      equal: state.lastValue === other?.lastValue && state.isCalled === other.isCalled,
    };
  });
}

async function versionOf(client: Parameters<typeof listTables>[0]): Promise<string> {
  const { rows } = await client.query<{ version: string }>(
    `select pg_catalog.current_setting('server_version') as version`,
  );
  return rows[0]?.version ?? '';
}

/** What differs, in words: names only. */
export function differences(proof: Proof): readonly string[] {
  const tables = proof.tables
    .filter((table) => !table.equal)
    .map(
      (table) =>
        `table ${displayName({ schema: table.schema, name: table.table })} (${table.rows.source} rows in the old database, ${table.rows.target} in the copy)`,
    );
  const sequences = proof.sequences.filter((one) => !one.equal).map((one) => `sequence ${one.sequence}`);
  const objects = proof.largeObjects;
  const large =
    objects === undefined || objects.equal
      ? []
      : [`large objects (${objects.count.source} in the old database, ${objects.count.target} in the copy)`];
  const all = [
    ...tables,
    ...sequences,
    ...large,
    ...(proof.definitions.equal ? [] : (proof.definitions.differing ?? [])),
  ];
  return all.length <= named ? all : [...all.slice(0, named), `${all.length - named} more`];
}
