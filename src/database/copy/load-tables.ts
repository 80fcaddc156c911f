import { withConnection } from '../server/connection.ts';
import type { ConnectionTarget } from '../server/connection-target.ts';
import { withTableError, copyRows, readRows } from '../rows/copy-rows.ts';
import type { RowStream, TableStreams } from '../rows/stream-digest.ts';
import { createObject, createObjects } from '../catalog/create-objects.ts';
import type { DumpEntry } from '../catalog/dump-entries.ts';
import { foreignKeyName, unvalidated, validationJob } from '../catalog/foreign-keys.ts';
import type { ProgressReporter } from '../progress/progress-reporter.ts';
import { type SessionPair, openPair } from '../server/session-pair.ts';
import { type SourceSnapshot, releasingLocks } from '../server/source-snapshot.ts';
import { type Table, displayName, listTables, qualified } from '../catalog/table.ts';
import { readForeignKeys, readIndexPlaces } from '../catalog/table-keys.ts';
import { type Job, workThrough } from '../server/work-pool.ts';

interface LoadPlace {
  readonly snapshot: SourceSnapshot;
  readonly target: ConnectionTarget;
  readonly workers: number;
  readonly progress: ProgressReporter;
  /** Whether each table is read back after its load. */
  readonly compare: boolean;
}

/** One table with the statements to run after its rows. */
interface Load {
  readonly table: Table;
  /** Constraints lock the whole table: created one by one, before the other indexes. */
  readonly constraints: readonly Weighed[];
  readonly indexes: readonly Weighed[];
}

interface Weighed {
  readonly entry: DumpEntry;
  readonly bytes: number;
}

/**
 * Fills all tables, and creates the indexes and constraints of each as soon as it is filled; foreign keys and objects of
 * several tables follow when all are filled. `entries`: the part of the dump after the data.
 */
export async function loadTables(entries: readonly DumpEntry[], place: LoadPlace): Promise<TableStreams> {
  const { coordinator } = place.snapshot;
  const [tables, places] = [await listTables(coordinator), await readIndexPlaces(coordinator)];
  const foreignKeys = await readForeignKeys(coordinator);
  announce(tables, place.progress);
  const weighed = entries.flatMap((entry) => {
    const at = entry.type === 'INDEX' || entry.type === 'CONSTRAINT' ? places.get(keyOf(entry)) : undefined;
    return at === undefined ? [] : [{ entry, ...at }];
  });
  const byTable = Map.groupBy(weighed, ({ table }) => table);
  const loads = tables.map((table): Load => {
    const mine = byTable.get(qualified(table)) ?? [];
    return {
      table,
      constraints: mine.filter(({ entry }) => entry.type === 'CONSTRAINT'),
      indexes: mine.filter(({ entry }) => entry.type === 'INDEX'),
    };
  });
  const streams = new Map<string, { source: RowStream; target?: RowStream }>();
  const open = Array.from({ length: place.workers }, () => () => openPair(place.snapshot, place.target));
  await workThrough(
    loads.map((load) => copyJob(load, { ...place, streams })),
    open,
  );
  place.progress.enter('indexes', 'creating foreign keys and objects of several tables');
  const [made, named] = [new Set(weighed.map(({ entry }) => entry)), new Set(foreignKeys.map(foreignKeyName))];
  const rest = entries.filter(
    (entry) => !made.has(entry) && !(entry.type === 'FK CONSTRAINT' && named.has(keyOf(entry))),
  );
  const isReference = ({ type }: DumpEntry): boolean => type === 'FK CONSTRAINT';
  await withConnection(place.target, async (client) => {
    await createObjects(
      client,
      rest.filter((entry) => !isReference(entry)),
    );
    await createObjects(client, [...foreignKeys.map(unvalidated), ...rest.filter(isReference)]);
  });
  await workThrough(
    tables.map((table) => validationJob(table, foreignKeys)),
    open,
  );
  return streams;
}

function announce(tables: readonly Table[], progress: ProgressReporter): void {
  progress.expect(tables.map((table) => ({ ...table, name: displayName(table) })));
  progress.enter('rows', `${tables.length} tables`);
}

function keyOf({ schema, name }: DumpEntry): string {
  return `${schema}.${name}`;
}

type Work = LoadPlace & { readonly streams: Map<string, { source: RowStream; target?: RowStream }> };

function copyJob(load: Load, work: Work): Job<SessionPair> {
  const { table, constraints, indexes } = load;
  const made = [...constraints, ...indexes];
  return {
    weight: made.reduce((sum, { bytes }) => sum + bytes, table.bytes),
    run: async (pair) => {
      const { progress } = work;
      const name = displayName(table);
      const source = await releasingLocks(pair.source, () =>
        copyRows(pair, table, {
          compare: work.compare,
          onBytes: (bytes) => {
            progress.moved(name, bytes);
          },
        }),
      );
      progress.finished(name, source.rows);
      work.streams.set(qualified(table), { source });
      for (const { entry } of constraints) await createObject(pair.target, entry);
      return [
        ...indexes.map((index) => indexJob(index, progress)),
        ...(work.compare ? [readBackJob(table, work.streams)] : []),
      ];
    },
  };
}

function indexJob({ entry, bytes }: Weighed, progress: ProgressReporter): Job<SessionPair> {
  return {
    weight: bytes,
    run: async ({ target }) => {
      await createObject(target, entry);
      progress.note(`index ${entry.name}`);
      return [];
    },
  };
}

function readBackJob(table: Table, streams: Work['streams']): Job<SessionPair> {
  return {
    weight: table.bytes / 4,
    run: async (pair) => {
      const read = streams.get(qualified(table));
      if (read === undefined) return [];
      const stored = await withTableError(table, pair, () => readRows(pair.target, table));
      streams.set(qualified(table), { ...read, target: stored });
      return [];
    },
  };
}
