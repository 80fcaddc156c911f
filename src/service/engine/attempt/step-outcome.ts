import type { RejectedWrite } from '../../kube/api-error.ts';
import { cut } from '../journal/cut-text.ts';
import type { Journal } from '../journal/journal.ts';

/** What a step says is often what somebody else said: a policy, an operator, a program. */
const longestMessage = 4000;

/** What one look at a step says. Steps are looked at again and again until they are done. */
export type StepOutcome =
  | { readonly kind: 'done'; readonly message: string }
  /** Not yet: look again after so many seconds (scaled), or when something changes. */
  | { readonly kind: 'wait'; readonly message: string; readonly seconds: number; readonly refused?: RejectedWrite };

export function done(message: string): StepOutcome {
  return { kind: 'done', message: cut(message, longestMessage) };
}

export function wait(message: string, seconds = 2, refused?: RejectedWrite): StepOutcome {
  return { kind: 'wait', message: cut(message, longestMessage), seconds, ...(refused !== undefined && { refused }) };
}

/** A step cannot reach its end: what is so, and what a person can do. */
export class StepFailure extends Error {
  readonly remedy: string;
  /** What the step has found out, for the journal. */
  readonly found: Partial<Journal>;

  constructor(message: string, remedy: string, found: Partial<Journal> = {}) {
    super(message);
    this.name = 'StepFailure';
    this.remedy = remedy;
    this.found = found;
  }
}
