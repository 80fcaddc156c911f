import type { Attempt } from '../attempt/attempt.ts';
import { restoreOwnership } from '../objects/restore-ownership.ts';
import { type StepOutcome, done } from '../attempt/step-outcome.ts';

export async function restoreOwnershipPart(attempt: Attempt): Promise<StepOutcome> {
  if (attempt.journal.plan === undefined) return done('nothing was detached');
  await restoreOwnership(attempt);
  return done('owners and finalizers are as before');
}
