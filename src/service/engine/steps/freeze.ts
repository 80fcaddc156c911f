import { ecosystemFinalizer } from '../../../domain/migration-names.ts';
import type { MigrationPlan } from '../../../domain/plan/migration-plan.ts';
import type { Deployment } from '../../../k8s/deployment.ts';
import * as kinds from '../../../k8s/resource.ts';
import type { Attempt } from '../attempt/attempt.ts';
import { type StepOutcome, StepFailure, done, wait } from '../attempt/step-outcome.ts';
import { recheckOperator } from './preflight.ts';
import { detachable } from './snapshot.ts';

/** From here on nobody writes to the old registry, and its deletion cannot take the old database. */
export async function freeze(attempt: Attempt): Promise<StepOutcome> {
  const plan = await attempt.plan();
  await recheckOperator(attempt, plan);
  await holdEcosystem(attempt);
  await detachDatabase(attempt, plan);
  for (const name of plan.freeze.writers) await scaleToZero(attempt, name);
  const left = await writerPods(attempt, plan);
  if (left.length > 0) return wait(`waiting for ${left.length} pods of the old registry to end: ${left.join(', ')}`, 1);
  return done(`${plan.freeze.writers.join(', ')} scaled to zero`);
}

/** Fails when somebody brings a writer back while rows are copied or upgraded, and says who. */
export async function assertFrozen(attempt: Attempt): Promise<void> {
  const { freeze: planned } = await attempt.plan();
  for (const name of planned.writers) {
    const deployment = await attempt.client.get(kinds.deployments, name, attempt.namespace);
    if (deployment === undefined || deployment.spec?.replicas === 0) continue;
    throw new StepFailure(
      `Deployment ${attempt.namespace}/${name} was scaled up to ${deployment.spec?.replicas ?? 1} replicas by ` +
        `${whoScaled(deployment)} while the old registry must not write`,
      'Stop whoever scales it (a legacy operator, GitOps, a person), then ask again.',
    );
  }
}

export async function holdEcosystem(attempt: Attempt): Promise<void> {
  const ecosystem = await attempt.client.get(kinds.quayEcosystems, attempt.name, attempt.namespace);
  if (ecosystem === undefined) {
    throw new StepFailure(`QuayEcosystem ${attempt.namespace}/${attempt.name} is gone`, 'Restore it, then ask again.');
  }
  if (ecosystem.metadata.uid !== attempt.journal.ecosystem.uid) {
    throw new StepFailure(
      `QuayEcosystem ${attempt.namespace}/${attempt.name} was deleted and made again since this migration began`,
      'Ask again: what is there now was not looked at.',
    );
  }
  const finalizers = ecosystem.metadata.finalizers ?? [];
  if (finalizers.includes(ecosystemFinalizer)) return;
  if (ecosystem.metadata.deletionTimestamp !== undefined) {
    throw new StepFailure(
      `QuayEcosystem ${attempt.namespace}/${attempt.name} is being deleted`,
      'A deleted QuayEcosystem cannot be migrated: restore it from a backup first.',
    );
  }
  const body = { metadata: { finalizers: [...finalizers, ecosystemFinalizer] } };
  await attempt.change(kinds.quayEcosystems, ecosystem, { type: 'merge', body });
}

/** A foreground deletion takes dependents in spite of the finalizer: the old database must have no owner meanwhile. */
export async function detachDatabase(attempt: Attempt, plan: MigrationPlan): Promise<void> {
  const { uid } = attempt.journal.ecosystem;
  for (const { plural, name } of plan.freeze.detached) {
    const resource = detachable(plural);
    const object = await attempt.client.get(resource, name, attempt.namespace);
    const owners = object?.metadata.ownerReferences ?? [];
    if (object === undefined || !owners.some((owner) => owner.uid === uid)) continue;
    const body = { metadata: { ownerReferences: owners.filter((owner) => owner.uid !== uid) } };
    await attempt.change(resource, object, { type: 'merge', body });
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
  return scaled?.manager === undefined ? 'somebody' : `${scaled.manager} at ${scaled.time ?? 'an unknown time'}`;
}
