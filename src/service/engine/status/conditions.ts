import { type StepId, stepIds } from '../../../contract/steps.ts';
import type { Condition } from '../../../k8s/condition.ts';
import { cut } from '../journal/cut-text.ts';
import type { QuayEcosystem } from '../../../k8s/quayecosystem.ts';
import type { Journal, JournalPhase } from '../journal/journal.ts';

type Stated = Pick<Condition, 'type' | 'status' | 'reason' | 'message'>;

/** Conditions hold a message of at most this many characters; the whole is in the journal. */
const longestMessage = 4000;

const wholeReason: Readonly<Record<JournalPhase, string>> = {
  running: 'Running',
  refused: 'Blocked',
  holding: 'Failed',
  'rolling-back': 'RollingBack',
  'rolled-back': 'RolledBack',
  done: 'Migrated',
};

/** What the QuayEcosystem's status says of an attempt: the whole, each step, and the official failure types. */
export function conditionsOf(journal: Journal): readonly Stated[] {
  return [wholeOf(journal), ...stepIds.map((id) => stepCondition(journal, id)), ...officialFailures(journal)];
}

/** The condition for a label that was set before this installation existed. */
export const labelTooOld: Stated = {
  type: 'QuayMigration',
  status: 'False',
  reason: 'Blocked',
  message:
    'The label quay-operator/migrate was set before the migration service was installed, so it starts nothing. ' +
    'To ask, set the annotation quay-migration/request to a new value.',
};

/** Reasons of a request that was refused before it became an attempt: nothing but the condition tells of it. */
export const refusedRequestReasons = ['RequestMalformed', 'RequestNotRemembered'] as const;

/** The condition for a request that nobody can have meant. */
export function requestMalformed(problem: string): Stated {
  return {
    ...refusedRequest('RequestMalformed'),
    message: `The migration was not started: the annotation ${problem}. Correct it, and set quay-migration/request to a new value.`,
  };
}

/** The condition for a request that could be executed twice, because nobody could remember it. */
export function requestNotRemembered(request: string, problem: string): Stated {
  const message = cut(
    `${notRememberedOf(request)}: ${problem}. Then set quay-migration/request to a new value.`,
    longestMessage,
  );
  return { ...refusedRequest('RequestNotRemembered'), message };
}

/**
 * Whether the status says that of this request. It is all that knows of it: what was refused must not start by itself
 * hours later, when there is room.
 */
export function wasNotRemembered({ status }: QuayEcosystem, request: string): boolean {
  return (status?.conditions ?? []).some(
    ({ reason, message }) =>
      reason === 'RequestNotRemembered' && message?.startsWith(`${notRememberedOf(request)}:`) === true,
  );
}

function notRememberedOf(request: string): string {
  return `Request "${request}" was refused and started nothing`;
}

function refusedRequest(reason: (typeof refusedRequestReasons)[number]): Pick<Stated, 'type' | 'status' | 'reason'> {
  return { type: 'QuayMigration', status: 'False', reason };
}

function wholeOf(journal: Journal): Stated {
  const type = 'QuayMigration';
  const reason = wholeReason[journal.phase];
  if (journal.phase === 'done') {
    return { type, status: 'True', reason, message: `The QuayRegistry serves at ${journal.endpoint ?? ''}` };
  }
  return { type, status: 'False', reason, message: cut(wholeMessage(journal), longestMessage) };
}

function wholeMessage(journal: Journal): string {
  const attempt = `Attempt ${journal.attempt} (request "${journal.request}")`;
  if (journal.phase === 'running') return `${attempt} is under way`;
  const why = journal.cause === '' ? '' : `: ${journal.cause}`;
  const what = journal.remedy === '' ? '' : ` What to do: ${journal.remedy}`;
  const where = journal.failedStep === undefined ? '' : ` in step ${journal.failedStep}`;
  const said: Readonly<Record<Exclude<JournalPhase, 'running' | 'done'>, string>> = {
    refused: 'was refused and changed nothing',
    holding: `failed${where} and waits for a decision`,
    'rolling-back': `is being taken back${where}${partUnderWay(journal)}`,
    'rolled-back': `was taken back${where}${leftUndone(journal)}`,
  };
  return `${attempt} ${journal.phase === 'done' ? '' : said[journal.phase]}${why}.${what}`;
}

/** What the rollback waits for now. */
function partUnderWay(journal: Journal): string {
  const [id, record] = Object.entries(journal.rollback).find(([, part]) => part.state === 'running') ?? [];
  return id === undefined || record === undefined ? '' : ` (${id}: ${record.message})`;
}

function leftUndone(journal: Journal): string {
  const failed = Object.entries(journal.rollback).filter(([, part]) => part.state === 'failed');
  if (failed.length === 0) return '; the old registry is as before';
  return `, but not all of it: ${failed.map(([id, part]) => `${id}: ${part.message}`).join('; ')}`;
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
 * A rollback ends what a step was doing, and undoes what the steps have done: none stays true (the console lists the
 * types of all conditions that are). One that failed says so.
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

/** The types and reasons of the official controller, for whoever watches for them; absent when all is well. */
function officialFailures(journal: Journal): readonly Stated[] {
  if (journal.cause === '' || journal.failedStep === undefined) return [];
  const message = cut(journal.cause, longestMessage);
  if (journal.failedStep === 'preflight') {
    const blockers = journal.findings.filter((finding) => finding.severity === 'blocker');
    const config = blockers.filter((finding) => /^(config-|secret-key|database-secret-key)/.test(finding.id));
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
 * The list to store: ours as stated, others' untouched. Times change only with the status, so that a list that says
 * the same is the same.
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
