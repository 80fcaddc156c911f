import { type StepId, stepIds } from '../../../contract/steps.ts';
import { configRules } from '../../../domain/preflight/config/rules.ts';
import type { Condition } from '../../../k8s/condition.ts';
import { cut } from '../journal/cut-text.ts';
import type { QuayEcosystem } from '../../../k8s/quayecosystem.ts';
import type { Journal, JournalPhase } from '../journal/journal.ts';

type Stated = Pick<Condition, 'type' | 'status' | 'reason' | 'message'>;

/** Maximum characters in the message of a condition; the journal holds the full text. */
const longestMessage = 4000;

const wholeReason: Readonly<Record<JournalPhase, string>> = {
  running: 'Running',
  refused: 'Blocked',
  holding: 'Failed',
  'rolling-back': 'RollingBack',
  'rolled-back': 'RolledBack',
  done: 'Migrated',
};

/** The conditions of an attempt: one for the whole, one per step, and those of the official controller. */
export function conditionsOf(journal: Journal): readonly Stated[] {
  return [wholeOf(journal), ...stepIds.map((id) => stepCondition(journal, id)), ...officialFailures(journal)];
}

/** The condition for a label that was set before this installation existed. */
export const labelTooOld: Stated = {
  type: 'QuayMigration',
  status: 'False',
  reason: 'Blocked',
  message:
    'The label quay-operator/migrate was set before the migration service was installed, so it does not start a ' +
    'migration. To request one, set the annotation quay-migration/request to a new value.',
};

/** Reasons for a request that was rejected before it became an attempt: only the condition records it. */
export const refusedRequestReasons = ['RequestMalformed', 'RequestNotRemembered'] as const;

/** The condition for an invalid request. */
export function requestMalformed(problem: string): Stated {
  return {
    ...refusedRequest('RequestMalformed'),
    message: `The migration was not started: the annotation ${problem}. Correct it, then set quay-migration/request to a new value.`,
  };
}

/** The condition for a request that could not be recorded, and might therefore be executed twice. */
export function requestNotRemembered(request: string, problem: string): Stated {
  const message = cut(
    `${notRememberedOf(request)}: ${problem}. Then set quay-migration/request to a new value.`,
    longestMessage,
  );
  return { ...refusedRequest('RequestNotRemembered'), message };
}

/**
 * Whether the status has that condition for this request. Only the condition records it: a rejected request must not
 * start by itself hours later, when there is room again.
 */
export function wasNotRemembered({ status }: QuayEcosystem, request: string): boolean {
  const texts = [notRememberedOf(request), earlierNotRememberedOf(request)];
  return (status?.conditions ?? []).some(
    ({ reason, message }) =>
      reason === 'RequestNotRemembered' && texts.some((text) => message?.startsWith(`${text}:`) === true),
  );
}

/** Read back from stored conditions by wasNotRemembered: keep the earlier text there when this one changes. */
function notRememberedOf(request: string): string {
  return `Request "${request}" was rejected and started nothing`;
}

/** The text of versions up to 0.1.0. */
function earlierNotRememberedOf(request: string): string {
  return `Request "${request}" was refused and started nothing`;
}

function refusedRequest(reason: (typeof refusedRequestReasons)[number]): Pick<Stated, 'type' | 'status' | 'reason'> {
  return { type: 'QuayMigration', status: 'False', reason };
}

function wholeOf(journal: Journal): Stated {
  const type = 'QuayMigration';
  const reason = wholeReason[journal.phase];
  if (journal.phase === 'done') {
    return { type, status: 'True', reason, message: `The QuayRegistry is available at ${journal.endpoint ?? ''}` };
  }
  return { type, status: 'False', reason, message: cut(wholeMessage(journal), longestMessage) };
}

function wholeMessage(journal: Journal): string {
  const attempt = `Attempt ${journal.attempt} (request "${journal.request}")`;
  if (journal.phase === 'running') return `${attempt} is running`;
  const why = journal.cause === '' ? '' : `: ${journal.cause.replace(/\.$/, '')}`;
  const what = journal.remedy === '' ? '' : ` What to do: ${journal.remedy}`;
  const where = journal.failedStep === undefined ? '' : ` in step ${journal.failedStep}`;
  const after = where === '' ? '' : ` after it failed${where}`;
  const state: Readonly<Record<Exclude<JournalPhase, 'running' | 'done'>, string>> = {
    refused: 'was rejected and changed nothing',
    holding: `failed${where} and requires your decision`,
    'rolling-back': `is rolling back${after}${currentRollbackStep(journal)}`,
    'rolled-back': `was rolled back${after}${failedRollbackSteps(journal)}`,
  };
  return `${attempt} ${journal.phase === 'done' ? '' : state[journal.phase]}${why}.${what}`;
}

/** The rollback step that is running, with its message. */
function currentRollbackStep(journal: Journal): string {
  const [id, record] = Object.entries(journal.rollback).find(([, step]) => step.state === 'running') ?? [];
  return id === undefined || record === undefined ? '' : ` (${id}: ${record.message})`;
}

function failedRollbackSteps(journal: Journal): string {
  const failed = Object.entries(journal.rollback).filter(([, step]) => step.state === 'failed');
  if (failed.length === 0) return '; the old registry is restored';
  return `, but not completely: ${failed.map(([id, step]) => `${id}: ${step.message}`).join('; ')}`;
}

/** `schema-upgrade` becomes `QuayMigrationSchemaUpgrade`. */
export function stepConditionType(id: StepId): string {
  const words = id.split('-').map((word) => word.charAt(0).toUpperCase() + word.slice(1));
  return `QuayMigration${words.join('')}`;
}

function stepCondition(journal: Journal, id: StepId): Stated {
  const type = stepConditionType(id);
  const record = journal.steps[id];
  if (record === undefined) return { type, status: 'Unknown', reason: 'NotReached', message: '' };
  const message = cut(record.message, longestMessage);
  if (isUndone(journal, id)) return { type, status: 'False', reason: 'RolledBack', message };
  switch (record.state) {
    case 'running':
      return { type, status: 'False', reason: 'Running', message };
    case 'failed':
      return { type, status: 'False', reason: 'Failed', message };
    case 'skipped':
      return { type, status: 'True', reason: 'Skipped', message };
    case 'done':
      return { type, status: 'True', reason: 'Done', message };
  }
}

/**
 * A rollback stops the running step and undoes finished ones, so that none of their conditions stays true (the console
 * lists the types of all true conditions). A failed step keeps its condition.
 */
function isUndone({ phase, steps }: Journal, id: StepId): boolean {
  const state = steps[id]?.state;
  if (phase === 'rolling-back') return state === 'running';
  return phase === 'rolled-back' && state !== 'failed';
}

export const officialFailureTypes = [
  'QuayEcosystemConfigMigrationFailure',
  'QuayEcosystemComponentMigrationFailure',
  'QuayEcosystemMigrationFailure',
] as const;

/** The condition types and reasons of the official controller, for tools that watch them; absent without a failure. */
function officialFailures(journal: Journal): readonly Stated[] {
  if (journal.cause === '' || journal.failedStep === undefined) return [];
  const message = cut(journal.cause, longestMessage);
  if (journal.failedStep === 'preflight') {
    const blockers = journal.findings.filter((finding) => finding.severity === 'blocker');
    const config = blockers.filter(({ id }) => configRules.some((rule) => rule.id === id));
    return [
      ...(config.length > 0
        ? [failure('QuayEcosystemConfigMigrationFailure', 'ConfigBundleSecretInvalid', message)]
        : []),
      ...(blockers.length > config.length
        ? [failure('QuayEcosystemComponentMigrationFailure', 'ComponentUnsupported', message)]
        : []),
    ];
  }
  const early: readonly StepId[] = ['prepare', 'freeze', 'database', 'schema-upgrade'];
  return early.includes(journal.failedStep)
    ? [failure('QuayEcosystemComponentMigrationFailure', 'ComponentUnsupported', message)]
    : [failure('QuayEcosystemMigrationFailure', 'QuayRegistryCreationError', message)];
}

function failure(type: (typeof officialFailureTypes)[number], reason: string, message: string): Stated {
  return { type, status: 'True', reason, message };
}

/**
 * The list of conditions to store: ours replaced, others untouched. Times change only with the status, so that an
 * unchanged list causes no write.
 */
export function mergeConditions(
  present: readonly Condition[],
  stated: readonly Stated[],
  now: string,
): readonly Condition[] {
  const ours = (type: string): boolean =>
    type.startsWith('QuayMigration') || (officialFailureTypes as readonly string[]).includes(type);
  const before = new Map(present.map((condition) => [condition.type, condition]));
  const merged = stated.map((condition): Condition => {
    const old = before.get(condition.type);
    const same = old?.status === condition.status;
    const unchanged = same && old.reason === condition.reason && old.message === condition.message;
    if (unchanged) return old;
    return { ...condition, lastUpdateTime: now, lastTransitionTime: same ? (old.lastTransitionTime ?? now) : now };
  });
  return [...present.filter((condition) => !ours(condition.type)), ...merged];
}
