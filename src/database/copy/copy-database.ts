import type { Proof } from '../../contract/proof.ts';
import { proofTotals } from '../../contract/proof-totals.ts';
import { workerExit } from '../../contract/worker.ts';
import { failureOf, withConnection } from '../server/connection.ts';
import type { ConnectionTarget } from '../server/connection-target.ts';
import { createObjects } from '../catalog/create-objects.ts';
import { dumpEntries, sectionsOf } from '../catalog/dump-entries.ts';
import { endOwnSessions } from '../server/end-own-sessions.ts';
import { fitProof } from '../proof/fit-proof.ts';
import { carryGrants } from '../catalog/grants.ts';
import { describeInvalid, findInvalidText } from '../rows/invalid-text.ts';
import { loadTables } from './load-tables.ts';
import type { TableStreams } from '../rows/stream-digest.ts';
import { copyLargeObjects } from '../rows/large-objects.ts';
import { dumpDefinitions } from '../server/postgres-tool.ts';
import { isLockTimeout, lockHolders } from '../server/lock-holders.ts';
import type { ProgressReporter } from '../progress/progress-reporter.ts';
import { differences, proveEqual } from '../proof/prove-equal.ts';
import { readSequences, setSequences } from '../catalog/sequence.ts';
import { type SourceSnapshot, exportSnapshot, releasingLocks } from '../server/source-snapshot.ts';
import { displayName } from '../catalog/table.ts';
import { withExclusiveSource } from '../guard/exclusive-source.ts';
import { WorkerFailure } from '../server/worker-failure.ts';

export interface CopyOptions {
  readonly progress: ProgressReporter;
  /** Sessions on each server: three keep two cores busy while one waits for the disk. */
  readonly workers?: number;
  /** False for a pre-copy, which is proven later, and for measurements. */
  readonly prove?: boolean;
  /** True for a pre-copy while the registry is available: the copy is a snapshot, and writes are allowed. */
  readonly live?: boolean;
  /** Milliseconds to wait for other sessions on the source to end before the copy starts. */
  readonly patience?: number;
  /** Ends the run and its sessions on both servers. */
  readonly signal?: AbortSignal;
}

/**
 * Copies the source to the target, whose role will own everything, and proves that both are equal. Deletes the remains
 * of earlier runs on the target first, so that an interrupted run can simply be repeated. Throws WorkerFailure; a source
 * that is not idle and an unequal copy have exit statuses of their own.
 */
export async function copyDatabase(
  source: ConnectionTarget,
  target: ConnectionTarget,
  options: CopyOptions,
): Promise<Proof | undefined> {
  const { progress } = options;
  return withExclusiveSource({ source, target, ...options }, async () => {
    const proof = await copyAndProve(source, target, options);
    progress.enter('done', proof === undefined ? 'copied' : `${proofTotals(proof).tables} tables are equal`);
    return proof;
  });
}

/** Like `copyDatabase`, for callers that already watch the source and have emptied the target. */
export async function copyAndProve(
  source: ConnectionTarget,
  target: ConnectionTarget,
  { progress, workers = 3, prove: proves = true }: CopyOptions,
): Promise<Proof | undefined> {
  const startedAt = new Date().toISOString();
  const snapshot = await exportSnapshot(source);
  try {
    progress.enter('definitions', 'tables and sequences');
    const { before, after } = sectionsOf(dumpEntries(await dumpDefinitions(source, snapshot.id)));
    await withConnection(target, (client) => createObjects(client, before));
    const streams = await loadTables(after, { snapshot, target, workers, progress, compare: proves });
    await copyLargeObjects(snapshot, target, progress);
    await carryGrants(snapshot.coordinator, target);
    const sequences = await readSequences(snapshot.coordinator, releasingLocks);
    await withConnection(target, (client) => setSequences(client, sequences));
    return proves ? await prove(snapshot, { target, workers, startedAt, progress, streams }) : undefined;
  } catch (error) {
    const holders = isLockTimeout(error) ? await lockHolders(source).catch(() => undefined) : undefined;
    if (holders !== undefined)
      throw new WorkerFailure(`the source database cannot be read, because tables are ${holders}`);
    if (error instanceof WorkerFailure) throw await withInvalidText(error, snapshot);
    throw new WorkerFailure(`the database could not be copied: ${failureOf(snapshot.coordinator, error)}`);
  } finally {
    await snapshot.close();
  }
}

/** Adds the row with invalid text: the error of the target only names the table. */
async function withInvalidText(failure: WorkerFailure, { coordinator }: SourceSnapshot): Promise<WorkerFailure> {
  if (!/SQLSTATE (22021|22P05)/.test(failure.message)) return failure;
  const invalid = await findInvalidText(coordinator).catch(() => undefined);
  return invalid === undefined ? failure : new WorkerFailure(`${failure.message}; ${describeInvalid(invalid)}`);
}

export async function prove(
  snapshot: SourceSnapshot,
  order: {
    target: ConnectionTarget;
    workers: number;
    startedAt: string;
    progress: ProgressReporter;
    streams: TableStreams;
  },
): Promise<Proof> {
  order.progress.enter('proof', 'comparing every row of both databases');
  let done = 0;
  const whole = await proveEqual({
    snapshot,
    ...order,
    onTable: (table) => {
      done += 1;
      order.progress.note(
        `${done} tables compared, most recently ${displayName({ schema: table.schema, name: table.table })}`,
      );
    },
  });
  const proof = fitProof(whole);
  await withConnection(order.target, endOwnSessions);
  if (proof.equal) return proof;
  throw new UnequalCopy(proof);
}

/** The copy is complete but not equal: its proof has the differences. */
export class UnequalCopy extends WorkerFailure {
  readonly proof: Proof;

  constructor(proof: Proof) {
    super(`the target database differs from the source database: ${differences(proof).join('; ')}`, workerExit.unequal);
    this.proof = proof;
  }
}
