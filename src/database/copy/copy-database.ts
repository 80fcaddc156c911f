import type { Proof } from '../../contract/proof.ts';
import { proofTotals } from '../../contract/proof-totals.ts';
import { workerExit } from '../../contract/worker.ts';
import { type ConnectionTarget, failureOf, withConnection } from '../server/connection.ts';
import { createObjects } from '../catalog/create-objects.ts';
import { dumpEntries, sectionsOf } from '../catalog/dump-entries.ts';
import { endOwnSessions } from '../server/end-own-sessions.ts';
import { fitProof } from '../proof/fit-proof.ts';
import { carryGrants } from '../catalog/grants.ts';
import { describeInvalid, findInvalidText } from '../rows/invalid-text.ts';
import { type TableStreams, loadTables } from './load-tables.ts';
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
  /** Sessions on each side: three keep two cores busy while one waits for the disk. */
  readonly workers?: number;
  /** False for a copy while the registry serves, which is proven later, and for measurements. */
  readonly prove?: boolean;
  /** True while the registry still serves: the copy is of one moment, whoever writes. */
  readonly live?: boolean;
  /** Milliseconds that sessions of others get to leave the source before the copy begins. */
  readonly patience?: number;
  /** Ends the run: its sessions on both servers too. */
  readonly signal?: AbortSignal;
}

/**
 * Copies the source into the target, whose role will own everything, and proves that both are equal. Whatever a former
 * run left on the target goes first, so that a run that was cut off anywhere is repeated by starting it again.
 * Throws WorkerFailure; a source that is not at rest and an unequal copy have exit statuses of their own.
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

/** As `copyDatabase`, for who watches the source and has emptied the target already. */
export async function copyAndProve(
  source: ConnectionTarget,
  target: ConnectionTarget,
  { progress, workers = 3, prove: asked = true }: CopyOptions,
): Promise<Proof | undefined> {
  const startedAt = new Date().toISOString();
  const snapshot = await exportSnapshot(source);
  try {
    progress.enter('definitions', 'tables and sequences');
    const { before, after } = sectionsOf(dumpEntries(await dumpDefinitions(source, snapshot.id)));
    await withConnection(target, (client) => createObjects(client, before));
    const streams = await loadTables(after, { snapshot, target, workers, progress, compare: asked });
    await copyLargeObjects(snapshot, target, progress);
    await carryGrants(snapshot.coordinator, target);
    const sequences = await readSequences(snapshot.coordinator, releasingLocks);
    await withConnection(target, (client) => setSequences(client, sequences));
    return asked ? await prove(snapshot, { target, workers, startedAt, progress, streams }) : undefined;
  } catch (error) {
    const holders = isLockTimeout(error) ? await lockHolders(source).catch(() => undefined) : undefined;
    if (holders !== undefined) throw new WorkerFailure(`the old database cannot be read, for tables are ${holders}`);
    if (error instanceof WorkerFailure) throw await withInvalidText(error, snapshot);
    throw new WorkerFailure(`the copy failed: ${failureOf(snapshot.coordinator, error)}`);
  } finally {
    await snapshot.close();
  }
}

/** The target says which table has text that it does not take, and not which row. */
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
  order.progress.enter('proof', 'comparing every row on both sides');
  let done = 0;
  const whole = await proveEqual({
    snapshot,
    ...order,
    onTable: (table) => {
      done += 1;
      order.progress.note(`${done} tables compared, last ${displayName({ schema: table.schema, name: table.table })}`);
    },
  });
  const proof = fitProof(whole);
  await withConnection(order.target, endOwnSessions);
  if (proof.equal) return proof;
  throw new UnequalCopy(proof);
}

/** The copy is complete and not equal: its proof says where. */
export class UnequalCopy extends WorkerFailure {
  readonly proof: Proof;

  constructor(proof: Proof) {
    super(`the copy differs from the old database: ${differences(proof).join('; ')}`, workerExit.unequal);
    this.proof = proof;
  }
}
