import { type StepId, stepIds } from '../../contract/steps.ts';
import { upgradeSeconds } from '../../domain/plan/steps.ts';
import { jobs } from '../../k8s/resource.ts';
import type { Attempt } from './attempt/attempt.ts';
import type { JournalPhase, StepRecord } from './journal/journal.ts';
import { type StepFunction, attemptStep } from './attempt/attempt-step.ts';
import { isRejectedForGood, rejectionFailure, rejectedSince, withRejection } from './attempt/rejected-write.ts';
import { type StepOutcome, StepFailure } from './attempt/step-outcome.ts';
import { access } from './steps/access.ts';
import { database } from './steps/database.ts';
import { freeze } from './steps/freeze.ts';
import { preflight } from './steps/preflight.ts';
import { prepare } from './steps/prepare.ts';
import { registry } from './steps/registry.ts';
import { rollout } from './steps/rollout.ts';
import { schemaUpgrade } from './steps/schema-upgrade/schema-upgrade.ts';
import { snapshot } from './steps/snapshot.ts';
import { verify } from './steps/verify/verify.ts';

const steps: Readonly<Record<StepId, StepFunction>> = {
  preflight,
  snapshot,
  prepare,
  freeze,
  database,
  'schema-upgrade': schemaUpgrade,
  registry,
  rollout,
  access,
  verify,
};

const preflightDeadlineSeconds = 300;

/** Runs the remaining steps in order; returns the requeue delay in seconds, or undefined when the attempt is over. */
export async function runSteps(attempt: Attempt): Promise<number | undefined> {
  for (const id of stepIds) {
    const state = attempt.journal.steps[id]?.state;
    if (state === 'done' || state === 'skipped') continue;
    const skipped = await skipReason(attempt, id);
    if (skipped !== undefined) {
      const now = attempt.now();
      await recordStep(attempt, id, { state: 'skipped', startedAt: now, finishedAt: now, message: skipped });
      continue;
    }
    const seconds = await runStep(attempt, id);
    if (seconds !== undefined || attempt.journal.phase !== 'running') return seconds;
  }
  await attempt.update({ phase: 'done', finishedAt: attempt.now(), cause: '', remedy: '' });
  return undefined;
}

async function skipReason(attempt: Attempt, id: StepId): Promise<string | undefined> {
  if (attempt.journal.plan === undefined) return undefined;
  return (await attempt.plan()).steps.find((step) => step.id === id)?.skipped;
}

async function runStep(attempt: Attempt, id: StepId): Promise<number | undefined> {
  const before = attempt.journal.steps[id];
  const record = before ?? { state: 'running' as const, startedAt: attempt.now(), message: '' };
  if (before === undefined) await recordStep(attempt, id, record);
  try {
    const outcome = await attemptStep(attempt, steps[id]);
    if (outcome.kind === 'done') {
      const finished = { state: 'done' as const, finishedAt: attempt.now(), message: outcome.message };
      await recordStep(attempt, id, { ...withRejection(record, undefined), ...finished });
      return undefined;
    }
    await recordRejection(attempt, id, outcome);
    await assertBeforeDeadline(attempt, id, outcome.message);
    const now = attempt.journal.steps[id] ?? record;
    if (now.message !== outcome.message) await recordStep(attempt, id, { ...now, message: outcome.message });
    return outcome.seconds;
  } catch (error) {
    if (!(error instanceof StepFailure)) throw error;
    await failStep(attempt, id, error);
    return undefined;
  }
}

/** Fails the step when the API server keeps rejecting a write, without waiting for the step's deadline. */
async function recordRejection(attempt: Attempt, id: StepId, outcome: StepOutcome): Promise<void> {
  const record = attempt.journal.steps[id];
  if (record === undefined || outcome.kind === 'done') return;
  const refused = rejectedSince(record, outcome, attempt.now());
  if (refused !== record.refused) await recordStep(attempt, id, withRejection(record, refused));
  if (outcome.refused !== undefined && isRejectedForGood(attempt, refused)) throw rejectionFailure(outcome.refused);
}

async function assertBeforeDeadline(attempt: Attempt, id: StepId, message: string): Promise<void> {
  const startedAt = attempt.journal.steps[id]?.startedAt;
  const planned = attempt.journal.plan === undefined ? undefined : await attempt.plan();
  const given = planned?.steps.find((step) => step.id === id)?.deadlineSeconds ?? preflightDeadlineSeconds;
  const seconds = id === 'schema-upgrade' ? upgradeSeconds(given, attempt.journal.source?.bytes) : given;
  if (startedAt === undefined || Date.now() - Date.parse(startedAt) < attempt.deadline(seconds)) return;
  throw new StepFailure(
    `not finished after ${Math.round(seconds / 60)} minutes; last status: ${message}`,
    'Resolve what the step was waiting for, then request the migration again.',
  );
}

async function failStep(attempt: Attempt, id: StepId, failure: StepFailure): Promise<void> {
  const startedAt = attempt.journal.steps[id]?.startedAt ?? attempt.now();
  const failed = { state: 'failed' as const, startedAt, finishedAt: attempt.now(), message: failure.message };
  const phase = await phaseAfterFailure(attempt, id);
  await attempt.update({
    ...failure.found,
    phase,
    cause: failure.message,
    remedy: failure.remedy,
    failedStep: id,
    steps: { ...attempt.journal.steps, [id]: failed },
    ...(phase === 'refused' && { finishedAt: attempt.now() }),
  });
}

/** Rolls back automatically while no data can be lost. After the first new pod or an in-place upgrade, a person decides. */
async function phaseAfterFailure(attempt: Attempt, id: StepId): Promise<JournalPhase> {
  if (id === 'preflight') return 'refused';
  if (attempt.journal.registryRan) return 'holding';
  const plan = await attempt.plan();
  const upgradeBegan = attempt.hasCreated(jobs, plan.work.upgrade.metadata.name);
  const changedInPlace =
    plan.database.mode === 'in-place' && upgradeBegan && attempt.journal.databaseUntouched !== true;
  return changedInPlace ? 'holding' : 'rolling-back';
}

async function recordStep(attempt: Attempt, id: StepId, record: StepRecord): Promise<void> {
  await attempt.update({ steps: { ...attempt.journal.steps, [id]: record } });
}
