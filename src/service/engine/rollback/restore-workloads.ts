import type { Deployment } from '../../../k8s/deployment.ts';
import * as kinds from '../../../k8s/resource.ts';
import type { Attempt } from '../attempt.ts';
import { type StepOutcome, done, wait } from '../step-outcome.ts';

/** The old registry's workloads get their replicas back and are waited for: here the outage ends. */
export async function restoreWorkloads(attempt: Attempt): Promise<StepOutcome> {
  if (attempt.journal.plan === undefined) return done('nothing was stopped');
  const { freeze } = await attempt.plan();
  const waiting: string[] = [];
  for (const name of freeze.writers) {
    const original = attempt.original(kinds.deployments, name);
    if (original === undefined) continue;
    const deployment = await restored(attempt, original);
    const wanted = original.spec?.replicas ?? 1;
    if (wanted > 0 && (deployment.status?.availableReplicas ?? 0) < 1) waiting.push(name);
  }
  if (waiting.length > 0) return wait(`waiting for ${waiting.join(', ')} to serve again`, 1);
  return done('the old registry runs again');
}

/** A foreground deletion of the QuayEcosystem may have taken the Deployment: it is made anew from the journal. */
async function restored(attempt: Attempt, original: Deployment): Promise<Deployment> {
  const { name } = original.metadata;
  const deployment = await attempt.client.get(kinds.deployments, name, attempt.namespace);
  if (deployment === undefined) {
    const { uid: _uid, resourceVersion: _version, managedFields: _fields, ...metadata } = original.metadata;
    const { status: _status, ...rest } = original;
    return attempt.client.create(kinds.deployments, { ...rest, metadata: { ...metadata, ownerReferences: [] } });
  }
  const replicas = original.spec?.replicas ?? 1;
  if (deployment.spec?.replicas === replicas) return deployment;
  // Only what we wrote is undone: replicas that somebody else has set meanwhile are theirs.
  if (deployment.spec?.replicas !== 0) return deployment;
  return attempt.change(kinds.deployments, deployment, { type: 'merge', body: { spec: { replicas } } });
}
