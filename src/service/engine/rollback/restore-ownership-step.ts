import type { Attempt } from '../attempt/attempt.ts';
import { restoreOwnership } from '../objects/restore-ownership.ts';
import { type StepOutcome, done } from '../attempt/step-outcome.ts';

export async function restoreOwnershipStep(attempt: Attempt): Promise<StepOutcome> {
  if (attempt.journal.plan === undefined) return done('no owner references were removed');
  await restoreOwnership(attempt);
  return done('owner references and finalizers are restored');
}
