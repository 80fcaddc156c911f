import type { AttemptView, MigrationState, MigrationStatus, StepView } from '../../contract/migration-status.ts';
import type { Progress } from '../../contract/progress.ts';
import { stepIds } from '../../contract/steps.ts';
import type { PlannedStep } from '../../domain/plan/migration-plan.ts';
import { stepTitles } from '../../domain/plan/steps.ts';
import type { QuayEcosystem } from '../../k8s/quayecosystem.ts';
import { refusedRequestReasons } from '../engine/status/conditions.ts';
import { type Journal, type RollbackId, rollbackIds } from '../engine/journal/journal.ts';
import { bareLabel, isLabelled, requestOf } from '../engine/request/request.ts';

export interface StatusSources {
  readonly ecosystem: QuayEcosystem;
  /** Oldest first. */
  readonly journals: readonly Journal[];
  /** The steps of the latest attempt's plan; empty before it has one. */
  readonly plannedSteps: readonly PlannedStep[];
  /** The latest progress report of the copy's worker, newer than that of the journal. */
  readonly progress: Progress | undefined;
}

const rollbackStepTitles: Readonly<Record<RollbackId, string>> = {
  'stop-work': 'Stop the Jobs of the migration',
  'remove-registry': 'Delete the QuayRegistry',
  'stop-new-pods': 'Stop the pods of the new registry',
  'restore-access': 'Restore external access',
  'restore-workloads': 'Start the old registry',
  'restore-ownership': 'Restore the owner references of the old database',
  'clean-up': 'Delete the objects of the migration',
};

/** The status of the latest attempt. It contains no data of originals or Secrets. */
export function migrationStatus(sources: StatusSources): MigrationStatus {
  const { ecosystem, journals, progress } = sources;
  const latest = journals.at(-1);
  const { name, namespace = '' } = ecosystem.metadata;
  const state = stateOf(ecosystem, latest);
  const base = {
    schemaVersion: 1 as const,
    ecosystem: { namespace, name },
    state,
    notice: noticeOf(ecosystem, latest),
    attempts: journals.map(attemptView),
  };
  if (latest === undefined || state === 'requested') {
    const nothing = { possible: false, reason: 'There is no migration to roll back.' };
    return { ...base, cause: '', remedy: '', findings: [], steps: [], rollback: [], canRollBack: nothing };
  }
  return {
    ...base,
    attempt: latest.attempt,
    request: latest.request,
    requestedBy: latest.requestedBy,
    startedAt: latest.startedAt,
    ...(latest.finishedAt !== undefined && { finishedAt: latest.finishedAt }),
    cause: latest.cause,
    remedy: latest.remedy,
    ...(latest.failedStep !== undefined && { failedStep: latest.failedStep }),
    findings: [...latest.findings],
    steps: stepViews(latest, sources.plannedSteps),
    rollback: latest.phase === 'rolling-back' || latest.phase === 'rolled-back' ? rollbackStepViews(latest) : [],
    ...(progress !== undefined && state === 'running' && { progress }),
    ...(latest.proof !== undefined && { proof: latest.proof }),
    ...(latest.endpoint !== undefined && { endpoint: latest.endpoint }),
    canRollBack: canRollBack(ecosystem, latest),
  };
}

/** A finished attempt of a deleted ecosystem with the same name does not count for this one. */
function stateOf(ecosystem: QuayEcosystem, latest: Journal | undefined): MigrationState {
  const another = latest !== undefined && latest.ecosystem.uid !== ecosystem.metadata.uid;
  if (hasNewRequest(ecosystem, latest)) return 'requested';
  return latest === undefined || another ? 'none' : latest.phase;
}

function hasNewRequest(ecosystem: QuayEcosystem, latest: Journal | undefined): boolean {
  if (!isLabelled(ecosystem) || noticeOf(ecosystem, latest) !== '') return false;
  const request = requestOf(ecosystem);
  if (latest === undefined) return true;
  const over = latest.phase === 'refused' || latest.phase === 'rolled-back';
  return over && request !== bareLabel && !latest.requests.includes(request);
}

/** The message of the condition with which the engine says why it takes no action; empty otherwise. */
function noticeOf(ecosystem: QuayEcosystem, latest: Journal | undefined): string {
  const whole = ecosystem.status?.conditions?.find(({ type }) => type === 'QuayMigration');
  if (whole?.status !== 'False') return '';
  const unexplained = whole.reason === 'Blocked' && latest?.phase !== 'refused';
  const lost = whole.reason === 'Failed' && latest === undefined;
  const noAttempt = refusedRequestReasons.some((reason) => reason === whole.reason);
  return unexplained || lost || noAttempt ? (whole.message ?? '') : '';
}

function attemptView({ attempt, request, requestedBy, phase, startedAt, finishedAt, cause }: Journal): AttemptView {
  return {
    attempt,
    request,
    requestedBy,
    state: phase,
    startedAt,
    cause,
    ...(finishedAt !== undefined && { finishedAt }),
  };
}

function stepViews(journal: Journal, planned: readonly PlannedStep[]): StepView[] {
  return stepIds.map((id) => {
    const step = planned.find((candidate) => candidate.id === id);
    return {
      id,
      title: step?.title ?? stepTitles[id],
      ...viewOf(journal.steps[id]),
      ...(step !== undefined && { deadlineSeconds: step.deadlineSeconds }),
    };
  });
}

function rollbackStepViews(journal: Journal): StepView[] {
  return rollbackIds.map((id) => ({ id, title: rollbackStepTitles[id], ...viewOf(journal.rollback[id]) }));
}

function viewOf(
  record: Journal['steps']['preflight'],
): Pick<StepView, 'state' | 'message' | 'startedAt' | 'finishedAt'> {
  if (record === undefined) return { state: 'pending', message: '' };
  const { state, message, startedAt, finishedAt } = record;
  return { state, message, startedAt, ...(finishedAt !== undefined && { finishedAt }) };
}

/** Whether the attempt can be rolled back now. */
export function canRollBack(
  ecosystem: QuayEcosystem,
  latest: Journal | undefined,
): { readonly possible: boolean; readonly reason: string } {
  if (latest === undefined || latest.ecosystem.uid !== ecosystem.metadata.uid) {
    return { possible: false, reason: 'There is no migration to roll back.' };
  }
  switch (latest.phase) {
    case 'running':
    case 'holding':
    case 'done':
      return { possible: true, reason: '' };
    case 'rolling-back':
      return { possible: false, reason: 'The rollback is already running.' };
    case 'rolled-back':
      return { possible: false, reason: 'The migration was already rolled back.' };
    case 'refused':
      return { possible: false, reason: 'The migration was rejected and changed nothing.' };
  }
}
