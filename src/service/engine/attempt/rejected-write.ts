import type { RejectedWrite } from '../../kube/api-error.ts';
import type { Attempt } from './attempt.ts';
import type { StepRecord } from '../journal/journal.ts';
import { type StepOutcome, StepFailure } from './step-outcome.ts';

/** A policy or a role may be on its way: after this long, being refused the same is no accident. */
const patienceSeconds = 120;

type Refused = StepRecord['refused'];

/** Which write a step is refused, and since when; undefined when its last look was refused nothing. */
export function rejectedSince(record: StepRecord | undefined, outcome: StepOutcome, now: string): Refused {
  if (outcome.kind === 'done' || outcome.refused === undefined) return undefined;
  const { verb, object, code } = outcome.refused;
  const write = `${verb} ${object}: ${code}`;
  return record?.refused?.write === write ? record.refused : { write, since: now };
}

export function isRejectedForGood(attempt: Pick<Attempt, 'deadline'>, refused: Refused): boolean {
  return refused !== undefined && Date.now() - Date.parse(refused.since) >= attempt.deadline(patienceSeconds);
}

/** The record with what it is refused now, which must not outlive the refusal. */
export function withRejection({ refused: _before, ...record }: StepRecord, refused: Refused): StepRecord {
  return refused === undefined ? record : { ...record, refused };
}

export function rejectionMessage({ verb, object, message }: RejectedWrite): string {
  return `the API server refuses to ${verb} ${object}: ${message}`;
}

export function rejectionFailure(refused: RejectedWrite): StepFailure {
  return new StepFailure(rejectionMessage(refused), `${remedyOf(refused)} Then ask again.`);
}

function remedyOf({ code, verb, object }: RejectedWrite): string {
  switch (code) {
    case 403:
      return (
        `Change the role, quota or policy that the message names: the service must be allowed to ${verb} ${object}. ` +
        'helm upgrade puts the roles of the chart back.'
      );
    case 404:
      return `Restore what the message misses: the namespace, the kind (its CustomResourceDefinition) or ${object}.`;
    case 413:
      return `${object} is larger than the API server takes: make what it is made from smaller.`;
    default:
      return `Change the policy or webhook that the message names, or update the CustomResourceDefinition of ${object}.`;
  }
}
