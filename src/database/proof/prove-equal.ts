import type { Proof, SequenceProof, TableProof } from '../../contract/proof.ts';
import { notLookedAt } from '../../contract/not-looked-at.ts';
import type { ConnectionTarget } from '../server/connection-target.ts';
import { withConnection } from '../server/connection.ts';
import { compareDefinitions } from '../catalog/compare-definitions.ts';
import { withTableError, readRows } from '../rows/copy-rows.ts';
import { streamAlgorithm, type TableStreams } from '../rows/stream-digest.ts';
import { lostGrants } from '../catalog/grants.ts';
import { proveLargeObjects } from '../rows/large-objects.ts';
import { objectsOfOthers, otherObjectsOfOthers } from '../catalog/other-definitions.ts';
import { notCarried } from '../catalog/not-carried.ts';
import { type SequenceState, readSequences } from '../catalog/sequence.ts';
import { type SessionPair, openPair } from '../server/session-pair.ts';
import { type SourceSnapshot, releasingLocks } from '../server/source-snapshot.ts';
import { type Table, displayName, listTables, qualified } from '../catalog/table.ts';
import { type TableDigest, digestAlgorithm, digestTable } from '../rows/table-digest.ts';
import { workThrough } from '../server/work-pool.ts';

export interface ProofOptions {
  readonly snapshot: SourceSnapshot;
  readonly target: ConnectionTarget;
  readonly startedAt: string;
  readonly workers: number;
  /** Digests that the copy has already read. */
  readonly streams?: TableStreams;
  readonly onTable?: (table: TableProof) => void;
}

/**
 * A missing table, missing column or missing privilege (SQLSTATE class 42) makes a table unequal, and the comparison
 * continues. Other errors, such as a lost connection, are thrown.
 */
function unreadableTable(error: unknown): TableDigest {
  const { code } = error as { code?: string };
  if (code?.startsWith('42')) return { rows: 0, digest: 'unreadable' };
  throw error;
}

/** Compares the whole snapshot of the source with the target: rows, sequences and definitions. */
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
      const { algorithm, source, target } = await withTableError(table, pair, () =>
        releasingLocks(pair.source, () => digestsOf(pair, table, order.streams)),
      );
      const proof: TableProof = {
        schema: table.schema,
        table: table.name,
        rows: { source: source.rows, target: target.rows },
        bytes: stored.get(qualified(table))?.bytes ?? 0,
        digest: { algorithm, source: source.digest, target: target.digest },
        equal: source.rows === target.rows && source.digest === target.digest,
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
  readonly source: TableDigest;
  readonly target: TableDigest;
}

/** Equal streams mean equal rows. Streams that differ may have the same rows in another order, which the sums show. */
async function digestsOf(pair: SessionPair, table: Table, streams: TableStreams | undefined): Promise<BothDigests> {
  if (table.columns.length > 0) {
    const read = streams?.get(qualified(table));
    const source = read?.source ?? (await readRows(pair.source, table));
    const target = read?.target ?? (await readRows(pair.target, table).catch(unreadableTable));
    const equal = source.rows === target.rows && source.digest === target.digest;
    if (equal) return { algorithm: read?.algorithm ?? streamAlgorithm, source, target };
  }
  const [source, target] = await Promise.all([
    digestTable(pair.source, table),
    digestTable(pair.target, table).catch(unreadableTable),
  ]);
  return { algorithm: digestAlgorithm, source, target };
}

/** Tables that only the target has: the new registry would use them. */
async function surplusTables(
  client: Parameters<typeof listTables>[0],
  surplus: readonly Table[],
): Promise<readonly TableProof[]> {
  return Promise.all(
    surplus.map(async (table) => {
      const target = await digestTable(client, table).catch(unreadableTable);
      return {
        schema: table.schema,
        table: table.name,
        rows: { source: 0, target: target.rows },
        bytes: table.bytes,
        digest: { algorithm: digestAlgorithm, source: 'no such table', target: target.digest },
        equal: false,
      };
    }),
  );
}

/** Maximum names in a proof and in a message. */
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
  const inSource = await readSequences(snapshot.coordinator, releasingLocks);
  const inTarget = await withConnection(target, (client) => readSequences(client));
  const key = (state: SequenceState): string => `${state.schema}.${state.name}`;
  const states = new Map(inTarget.map((state) => [key(state), state]));
  return inSource.map((state) => {
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

/** The differences as messages, with names only. */
export function differences(proof: Proof): readonly string[] {
  const tables = proof.tables
    .filter((table) => !table.equal)
    .map(
      (table) =>
        `table ${displayName({ schema: table.schema, name: table.table })} (${table.rows.source} rows in the source, ${table.rows.target} in the target)`,
    );
  const sequences = proof.sequences.filter((one) => !one.equal).map((one) => `sequence ${one.sequence}`);
  const objects = proof.largeObjects;
  const large =
    objects === undefined || objects.equal
      ? []
      : [`large objects (${objects.count.source} in the source, ${objects.count.target} in the target)`];
  const all = [
    ...tables,
    ...sequences,
    ...large,
    ...(proof.definitions.equal ? [] : (proof.definitions.differing ?? [])),
  ];
  return all.length <= named ? all : [...all.slice(0, named), `${all.length - named} more`];
}
