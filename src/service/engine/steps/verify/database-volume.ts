import type { MigrationPlan } from '../../../../domain/plan/migration-plan.ts';
import { newDatabaseName } from '../../../../domain/migration-names.ts';
import { type KubernetesObject, describeObject } from '../../../../k8s/object.ts';
import type { PodSpec } from '../../../../k8s/pod.ts';
import * as kinds from '../../../../k8s/resource.ts';
import type { Attempt } from '../../attempt/attempt.ts';
import { StepFailure } from '../../attempt/step-outcome.ts';

/**
 * The operator's PostgreSQL must run on the volume that the copy is on: an operator that calls its claim otherwise would
 * have started on an empty one, and everything would look well but for the registry being empty. Answers what is still
 * waited for.
 */
export async function databaseNotOnVolume(attempt: Attempt, plan: MigrationPlan): Promise<string | undefined> {
  const claim = plan.database.claim?.metadata.name;
  if (claim === undefined) return undefined;
  const name = newDatabaseName(attempt.name);
  const deployment = await attempt.client.get(kinds.deployments, name, attempt.namespace);
  // A later operator may run it as something else than a Deployment: then its pods say it.
  if (deployment !== undefined) assertMounts(deployment, deployment.spec?.template?.spec, claim);
  const pods = await attempt.client.list(kinds.pods, {
    namespace: attempt.namespace,
    labelSelector: `quay-operator/quayregistry=${attempt.name},quay-component=postgres`,
  });
  const running = pods.filter(({ metadata }) => metadata.deletionTimestamp === undefined);
  for (const pod of running) assertMounts(pod, pod.spec, claim);
  return running.length === 0 ? `waiting for a pod of ${name}, the new PostgreSQL` : undefined;
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
    `${describeObject(object)} mounts ${instead} instead of ${claim}: the new registry does not run on the migrated database`,
    `Do not use the new registry. The migrated database is on PersistentVolumeClaim ${claim}; roll the migration back.`,
  );
}
