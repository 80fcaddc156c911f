import type { RejectedWrite } from '../../kube/api-error.ts';
import type { Attempt } from './attempt.ts';
import type { StepRecord } from '../journal/journal.ts';
import { type StepOutcome, StepFailure } from './step-outcome.ts';

/** A policy or role may still be propagating: the same rejection after this long is final. */
const patienceSeconds = 120;

type Refused = StepRecord['refused'];

/** The rejected write of a step, and since when; undefined when the last pass had no write rejected. */
export function rejectedSince(record: StepRecord | undefined, outcome: StepOutcome, now: string): Refused {
  if (outcome.kind === 'done' || outcome.refused === undefined) return undefined;
  const { verb, object, code } = outcome.refused;
  const write = `${verb} ${object}: ${code}`;
  return record?.refused?.write === write ? record.refused : { write, since: now };
}

export function isRejectedForGood(attempt: Pick<Attempt, 'deadline'>, refused: Refused): boolean {
  return refused !== undefined && Date.now() - Date.parse(refused.since) >= attempt.deadline(patienceSeconds);
}

/** The record with its current rejection, or without one. */
export function withRejection({ refused: _before, ...record }: StepRecord, refused: Refused): StepRecord {
  return refused === undefined ? record : { ...record, refused };
}

export function rejectionMessage({ verb, object, message }: RejectedWrite): string {
  return `the API server rejected the request to ${verb} ${object}: ${message}`;
}

export function rejectionFailure(refused: RejectedWrite): StepFailure {
  return new StepFailure(rejectionMessage(refused), `${remedyOf(refused)} Then request the migration again.`);
}

function remedyOf({ code, verb, object }: RejectedWrite): string {
  switch (code) {
    case 403:
      return (
        `Allow the service to ${verb} ${object} in the role, quota or policy that the message names. ` +
        'helm upgrade restores the roles of the chart.'
      );
    case 404:
      return `Restore what is missing: the namespace, the kind (its CustomResourceDefinition) or ${object}.`;
    case 413:
      return `${object} exceeds the size limit of the API server. Reduce the size of the objects that it is generated from.`;
    default:
      return `Change the policy or webhook that the message names, or update the CustomResourceDefinition of ${object}.`;
  }
}
