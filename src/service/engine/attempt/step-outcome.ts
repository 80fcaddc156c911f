import type { RejectedWrite } from '../../kube/api-error.ts';
import { cut } from '../journal/cut-text.ts';
import type { Journal } from '../journal/journal.ts';

/** Maximum characters of a message: it may quote a policy, an operator or a program. */
const longestMessage = 4000;

/** The result of one pass over a step. Passes are repeated until the step is done. */
export type StepOutcome =
  | { readonly kind: 'done'; readonly message: string }
  /** Not done: run another pass after `seconds` (scaled), or when something changes. */
  | {
      readonly kind: 'wait';
      readonly message: string;
      readonly seconds: number;
      readonly refused?: RejectedWrite;
      readonly waitsForPerson?: true;
    };

export function done(message: string): StepOutcome {
  return { kind: 'done', message: cut(message, longestMessage) };
}

export function wait(message: string, seconds = 2, refused?: RejectedWrite): StepOutcome {
  return { kind: 'wait', message: cut(message, longestMessage), seconds, ...(refused !== undefined && { refused }) };
}

/** As `wait`, for manual work: no deadline of ours applies to it. */
export function waitForPerson(message: string, seconds: number): StepOutcome {
  return { kind: 'wait', message: cut(message, longestMessage), seconds, waitsForPerson: true };
}

/** The step failed: the reason, and what a person can do about it. */
export class StepFailure extends Error {
  readonly remedy: string;
  /** Results of the step, for the journal. */
  readonly found: Partial<Journal>;

  constructor(message: string, remedy: string, found: Partial<Journal> = {}) {
    super(message);
    this.name = 'StepFailure';
    this.remedy = remedy;
    this.found = found;
  }
}
