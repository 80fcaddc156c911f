import type { Deployment } from '../../../k8s/deployment.ts';
import { deployments } from '../../../k8s/resource.ts';
import { type Journal, originalKey } from '../journal/journal.ts';

/**
 * The Deployment with the replicas it had before any migration: when an earlier rollback failed to scale it up and it
 * still has zero replicas, that is not the choice of a person.
 */
export function beforeRollbacks(deployment: Deployment, journals: readonly Journal[]): Deployment {
  const earlier = journals.findLast(({ rollback }) => rollback['restore-workloads'] !== undefined);
  const failed = earlier?.rollback['restore-workloads']?.state === 'failed';
  if (!failed || deployment.spec?.replicas !== 0) return deployment;
  const original = earlier.originals[originalKey(deployments, deployment.metadata.name)] as Deployment | undefined;
  const replicas = original?.spec?.replicas ?? 1;
  if (original?.metadata.uid !== deployment.metadata.uid || replicas === 0) return deployment;
  return { ...deployment, spec: { ...deployment.spec, replicas } };
}
