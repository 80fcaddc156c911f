import type { MigrationPlan } from '../../../../domain/plan/migration-plan.ts';
import { newDatabaseName } from '../../../../domain/migration-names.ts';
import { type KubernetesObject, describeObject } from '../../../../k8s/object.ts';
import type { PodSpec } from '../../../../k8s/pod.ts';
import * as kinds from '../../../../k8s/resource.ts';
import type { Attempt } from '../../attempt/attempt.ts';
import { StepFailure } from '../../attempt/step-outcome.ts';

/**
 * Checks that the operator's PostgreSQL runs on the volume with the copy: an operator that uses another claim name would
 * start on an empty volume, and the registry would be available but empty. Returns why the check has to wait.
 */
export async function databasePodPendingReason(attempt: Attempt, plan: MigrationPlan): Promise<string | undefined> {
  const claim = plan.database.claim?.metadata.name;
  if (claim === undefined) return undefined;
  const name = newDatabaseName(attempt.name);
  const deployment = await attempt.client.get(kinds.deployments, name, attempt.namespace);
  // A later operator may not use a Deployment; then the pods are checked.
  if (deployment !== undefined) assertMounts(deployment, deployment.spec?.template?.spec, claim);
  const pods = await attempt.client.list(kinds.pods, {
    namespace: attempt.namespace,
    labelSelector: `quay-operator/quayregistry=${attempt.name},quay-component=postgres`,
  });
  const running = pods.filter(({ metadata }) => metadata.deletionTimestamp === undefined);
  for (const pod of running) assertMounts(pod, pod.spec, claim);
  return running.length === 0 ? `waiting for a pod of ${name}, the PostgreSQL server of the new registry` : undefined;
}

function assertMounts(object: KubernetesObject, spec: PodSpec | undefined, claim: string): void {
  const volumes = spec?.volumes ?? [];
  const mounted = (spec?.containers ?? []).flatMap(({ volumeMounts = [] }) => volumeMounts.map(({ name }) => name));
  const claims = volumes
    .filter(({ name }) => mounted.includes(name))
    .flatMap(({ persistentVolumeClaim }) => (persistentVolumeClaim ? [persistentVolumeClaim.claimName] : []));
  if (claims.includes(claim)) return;
  const instead = claims.length === 0 ? 'no PersistentVolumeClaim' : `PersistentVolumeClaim ${claims.join(', ')}`;
  throw new StepFailure(
    `${describeObject(object)} mounts ${instead} instead of ${claim}, so the new registry does not use the migrated database`,
    `Do not use the new registry. Roll the migration back. The migrated database is on PersistentVolumeClaim ${claim}.`,
  );
}
