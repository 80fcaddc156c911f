import type { Attempt } from './attempt/attempt.ts';
import { type RollbackId, type StepRecord, rollbackIds } from './journal/journal.ts';
import { type StepFunction, attemptStep } from './attempt/attempt-step.ts';
import { isRejectedForGood, rejectedSince, withRejection } from './attempt/rejected-write.ts';
import { type StepOutcome, StepFailure, wait } from './attempt/step-outcome.ts';
import { cleanUp } from './rollback/clean-up.ts';
import { removeRegistry } from './rollback/remove-registry.ts';
import { restoreAccess } from './rollback/restore-access.ts';
import { restoreOwnershipStep } from './rollback/restore-ownership-step.ts';
import { restoreWorkloads } from './rollback/restore-workloads.ts';
import { stopNewPods } from './rollback/stop-new-pods.ts';
import { stopWork } from './rollback/stop-work.ts';

const rollbackSteps: Readonly<Record<RollbackId, StepFunction>> = {
  'stop-work': stopWork,
  'remove-registry': removeRegistry,
  'stop-new-pods': stopNewPods,
  'restore-access': restoreAccess,
  'restore-workloads': restoreWorkloads,
  'restore-ownership': restoreOwnershipStep,
  'clean-up': cleanUp,
};

/** Best-effort steps: the steps after them are safe when one of these fails or takes too long. */
const optionalSteps: readonly RollbackId[] = ['restore-access', 'restore-workloads', 'restore-ownership', 'clean-up'];
const rollbackDeadlineSeconds = 900;
const longestPauseSeconds = 60;

/**
 * Runs the remaining rollback steps in order; returns the requeue delay in seconds. A best-effort step that the API
 * server keeps rejecting is retried while later steps proceed, so that it does not prolong the downtime.
 */
export async function runRollback(attempt: Attempt): Promise<number | undefined> {
  let later: number | undefined;
  for (const id of rollbackIds) {
    const state = attempt.journal.rollback[id]?.state;
    if (state === 'done' || state === 'failed') continue;
    const seconds = await runRollbackStep(attempt, id);
    if (seconds === undefined) continue;
    const { refused } = attempt.journal.rollback[id] ?? {};
    if (!optionalSteps.includes(id) || !isRejectedForGood(attempt, refused)) return Math.min(seconds, later ?? seconds);
    later = Math.min(seconds, later ?? seconds);
  }
  if (later !== undefined) return later;
  await attempt.update({ phase: 'rolled-back', finishedAt: attempt.now() });
  return undefined;
}

/** A rollback step never fails: its failure becomes a message, and the step is retried. */
async function attemptRollbackStep(attempt: Attempt, step: StepFunction): Promise<StepOutcome> {
  try {
    return await attemptStep(attempt, step);
  } catch (error) {
    if (error instanceof StepFailure) return wait(`${error.message}. ${error.remedy}`, 5);
    throw error;
  }
}

async function runRollbackStep(attempt: Attempt, id: RollbackId): Promise<number | undefined> {
  const before = attempt.journal.rollback[id];
  const record = before ?? { state: 'running' as const, startedAt: attempt.now(), message: '' };
  if (before === undefined) await recordRollbackStep(attempt, id, record);
  const outcome = await attemptRollbackStep(attempt, rollbackSteps[id]);
  const { message } = outcome;
  const refused = rejectedSince(record, outcome, attempt.now());
  const now = withRejection(record, refused);
  if (outcome.kind === 'done') {
    await recordRollbackStep(attempt, id, { ...now, state: 'done', finishedAt: attempt.now(), message });
    return undefined;
  }
  const overdue = Date.now() - Date.parse(record.startedAt) > attempt.deadline(rollbackDeadlineSeconds);
  const canFail = refused === undefined && outcome.waitsForPerson !== true && optionalSteps.includes(id);
  if (overdue && canFail) {
    const late = `not finished after ${rollbackDeadlineSeconds / 60} minutes: ${message}`;
    await recordRollbackStep(attempt, id, { ...now, state: 'failed', finishedAt: attempt.now(), message: late });
    return undefined;
  }
  if (record.message !== message || record.refused !== refused)
    await recordRollbackStep(attempt, id, { ...now, message });
  return refused === undefined ? outcome.seconds : retrySeconds(refused.since, outcome.seconds);
}

/** Grows with the time since the first rejection: a tenth of it. */
function retrySeconds(since: string, seconds: number): number {
  return Math.min(longestPauseSeconds, Math.max(seconds, (Date.now() - Date.parse(since)) / 10_000));
}

async function recordRollbackStep(attempt: Attempt, id: RollbackId, record: StepRecord): Promise<void> {
  await attempt.update({ rollback: { ...attempt.journal.rollback, [id]: record } });
}
