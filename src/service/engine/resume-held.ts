import { type StepId, stepIds } from '../../contract/steps.ts';
import { deployments, quayRegistries } from '../../k8s/resource.ts';
import type { Attempt } from './attempt/attempt.ts';
import type { StepRecord } from './journal/journal.ts';
import { StepFailure } from './attempt/step-outcome.ts';
import { assertFrozen } from './steps/freeze.ts';
import { notReady } from './steps/rollout.ts';

/** Resumes an attempt that is held because of its rollout, once the new registry has become ready after all. */
export async function resumeWhenHealthy(attempt: Attempt): Promise<void> {
  const { failedStep } = attempt.journal;
  if (failedStep !== 'rollout' || (await isOldRegistryScaledUp(attempt))) return;
  const registry = await attempt.client.get(quayRegistries, attempt.name, attempt.namespace);
  const app = await attempt.client.get(deployments, `${attempt.name}-quay-app`, attempt.namespace);
  if (registry === undefined || notReady(registry, app, (await attempt.plan()).quayVersion) !== undefined) return;
  const kept: Partial<Record<StepId, StepRecord>> = {};
  for (const id of stepIds) {
    const record = attempt.journal.steps[id];
    if (record !== undefined && record.state !== 'failed') kept[id] = record;
  }
  const { failedStep: _resolved, blocked: _block, ...rest } = attempt.journal;
  await attempt.replaceJournal({ ...rest, phase: 'running', cause: '', remedy: '', steps: kept, readySince: '' });
}

/** The attempt cannot resume while the old registry runs next to the new one. */
async function isOldRegistryScaledUp(attempt: Attempt): Promise<boolean> {
  try {
    await assertFrozen(attempt);
    return false;
  } catch (error) {
    if (error instanceof StepFailure) return true;
    throw error;
  }
}
