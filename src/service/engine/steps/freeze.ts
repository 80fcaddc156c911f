import type { MigrationPlan } from '../../../domain/plan/migration-plan.ts';
import type { Deployment } from '../../../k8s/deployment.ts';
import * as kinds from '../../../k8s/resource.ts';
import type { Attempt } from '../attempt/attempt.ts';
import { type StepOutcome, StepFailure, done, wait } from '../attempt/step-outcome.ts';
import { detachDatabase, holdEcosystem } from '../objects/old-database.ts';
import { recheckOperator } from './preflight.ts';

/** Scales down the old registry, and protects the old database from a deletion of the QuayEcosystem. */
export async function freeze(attempt: Attempt): Promise<StepOutcome> {
  const plan = await attempt.plan();
  await recheckOperator(attempt, plan);
  await holdEcosystem(attempt);
  await detachDatabase(attempt, plan);
  for (const name of plan.freeze.writers) await scaleToZero(attempt, name);
  const left = await writerPods(attempt, plan);
  if (left.length > 0)
    return wait(
      `waiting for ${left.length} ${left.length === 1 ? 'pod' : 'pods'} of the old registry to terminate: ${left.join(', ')}`,
      1,
    );
  return done(`${plan.freeze.writers.join(', ')} scaled to zero replicas`);
}

/** Fails when a Deployment of the old registry was scaled up during the copy or upgrade, and says by whom. */
export async function assertFrozen(attempt: Attempt): Promise<void> {
  const { freeze: planned } = await attempt.plan();
  for (const name of planned.writers) {
    const deployment = await attempt.client.get(kinds.deployments, name, attempt.namespace);
    if (deployment === undefined || deployment.spec?.replicas === 0) continue;
    throw new StepFailure(
      `Deployment ${attempt.namespace}/${name} was scaled up to ${deployment.spec?.replicas ?? 1} replicas by ` +
        `${whoScaled(deployment)}, although the old registry must stay scaled down`,
      'Stop what scales the Deployment (a legacy operator, GitOps or a user), then request the migration again.',
    );
  }
}

async function scaleToZero(attempt: Attempt, name: string): Promise<void> {
  const deployment = await attempt.client.get(kinds.deployments, name, attempt.namespace);
  if (deployment === undefined || deployment.spec?.replicas === 0) return;
  await attempt.change(kinds.deployments, deployment, { type: 'merge', body: { spec: { replicas: 0 } } });
}

async function writerPods(attempt: Attempt, plan: MigrationPlan): Promise<string[]> {
  const names: string[] = [];
  for (const writer of plan.freeze.writers) {
    const deployment = await attempt.client.get(kinds.deployments, writer, attempt.namespace);
    const labels = deployment?.spec?.selector?.matchLabels ?? {};
    if (Object.keys(labels).length === 0) continue;
    const labelSelector = Object.entries(labels)
      .map(([key, value]) => `${key}=${value}`)
      .join(',');
    const found = await attempt.client.list(kinds.pods, { namespace: attempt.namespace, labelSelector });
    names.push(...found.map((pod) => pod.metadata.name));
  }
  return names;
}

function whoScaled(deployment: Deployment): string {
  const managers = (deployment.metadata.managedFields ?? [])
    .filter((entry) => 'f:spec' in (entry.fieldsV1 ?? {}) && entry.manager !== undefined)
    .sort((a, b) => (b.time ?? '').localeCompare(a.time ?? ''));
  const scaled = managers.find((entry) => JSON.stringify(entry.fieldsV1).includes('f:replicas')) ?? managers[0];
  return scaled?.manager === undefined
    ? 'an unknown client'
    : `${scaled.manager} at ${scaled.time ?? 'an unknown time'}`;
}
