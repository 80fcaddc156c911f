import type { Attempt } from './attempt/attempt.ts';
import { type RollbackId, type StepRecord, rollbackIds } from './journal/journal.ts';
import { type StepFunction, attemptStep } from './attempt/attempt-step.ts';
import { isRejectedForGood, rejectedSince, withRejection } from './attempt/rejected-write.ts';
import { type StepOutcome, StepFailure, wait } from './attempt/step-outcome.ts';
import { cleanUp } from './rollback/clean-up.ts';
import { removeRegistry } from './rollback/remove-registry.ts';
import { restoreAccess } from './rollback/restore-access.ts';
import { restoreOwnershipPart } from './rollback/restore-ownership-part.ts';
import { restoreWorkloads } from './rollback/restore-workloads.ts';
import { stopNewPods } from './rollback/stop-new-pods.ts';
import { stopWork } from './rollback/stop-work.ts';

const rollbackSteps: Readonly<Record<RollbackId, StepFunction>> = {
  'stop-work': stopWork,
  'remove-registry': removeRegistry,
  'stop-new-pods': stopNewPods,
  'restore-access': restoreAccess,
  'restore-workloads': restoreWorkloads,
  'restore-ownership': restoreOwnershipPart,
  'clean-up': cleanUp,
};

/** Parts that may be left behind when they take too long: what comes after them is safe without them. */
const optionalSteps: readonly RollbackId[] = ['restore-access', 'restore-workloads', 'restore-ownership', 'clean-up'];
/** A restore by a person has no deadline of ours. */
const restoredAcknowledgement = 'database-restored';
const rollbackDeadlineSeconds = 900;
const longestPauseSeconds = 60;

/**
 * Takes the parts of the rollback in their order as far as they go now. A part that is refused for good, and that later
 * ones can do without, is asked for again and again while they go on: the outage must not last for it.
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

/** On the way back nothing fails for good: what stands in the way is said, and looked at again. */
async function attemptRollbackStep(attempt: Attempt, look: StepFunction): Promise<StepOutcome> {
  try {
    return await attemptStep(attempt, look);
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
  if (overdue && refused === undefined && optionalSteps.includes(id) && !message.includes(restoredAcknowledgement)) {
    const late = `not done after ${rollbackDeadlineSeconds / 60} minutes: ${message}`;
    await recordRollbackStep(attempt, id, { ...now, state: 'failed', finishedAt: attempt.now(), message: late });
    return undefined;
  }
  if (record.message !== message || record.refused !== refused)
    await recordRollbackStep(attempt, id, { ...now, message });
  return refused === undefined ? outcome.seconds : retrySeconds(refused.since, outcome.seconds);
}

/** A tenth of the time that the refusal lasts already. */
function retrySeconds(since: string, seconds: number): number {
  return Math.min(longestPauseSeconds, Math.max(seconds, (Date.now() - Date.parse(since)) / 10_000));
}

async function recordRollbackStep(attempt: Attempt, id: RollbackId, record: StepRecord): Promise<void> {
  await attempt.update({ rollback: { ...attempt.journal.rollback, [id]: record } });
}
