import type { RefusedWrite } from '../kube/api-error.ts';
import type { Journal } from './journal.ts';

/** What one look at a step says. Steps are looked at again and again until they are done. */
export type StepOutcome =
  | { readonly kind: 'done'; readonly message: string }
  /** Not yet: look again after so many seconds (scaled), or when something changes. */
  | { readonly kind: 'wait'; readonly message: string; readonly seconds: number; readonly refused?: RefusedWrite };

export function done(message: string): StepOutcome {
  return { kind: 'done', message };
}

export function wait(message: string, seconds = 2): StepOutcome {
  return { kind: 'wait', message, seconds };
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
