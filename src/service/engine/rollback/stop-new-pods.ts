import * as kinds from '../../../k8s/resource.ts';
import type { Attempt } from '../attempt/attempt.ts';
import { type StepOutcome, done, wait } from '../attempt/step-outcome.ts';
import { isOurs } from './remove-registry.ts';

/**
 * Two registries must never write at once. When the operator is down, or the QuayRegistry was deleted and its objects
 * orphaned, the new pods keep running, so they are scaled to zero here. (An autoscaler ignores a Deployment with zero
 * replicas.)
 */
export async function stopNewPods(attempt: Attempt): Promise<StepOutcome> {
  const registry = await attempt.client.get(kinds.quayRegistries, attempt.name, attempt.namespace);
  if (registry !== undefined && !isOurs(attempt, registry)) {
    return wait(
      `QuayRegistry ${attempt.name} was created outside of this migration. Its pods must not run at the same time as those ` +
        'of the old registry, so the old registry stays scaled down until that QuayRegistry is deleted',
      5,
    );
  }
  for (const suffix of ['quay-app', 'quay-mirror']) {
    const deployment = await attempt.client.get(kinds.deployments, `${attempt.name}-${suffix}`, attempt.namespace);
    if (deployment === undefined || deployment.spec?.replicas === 0) continue;
    if (deployment.metadata.labels?.['quay-operator/quayregistry'] !== attempt.name) continue;
    await attempt.client.patch(
      kinds.deployments,
      { namespace: attempt.namespace, name: deployment.metadata.name },
      {
        type: 'merge',
        body: { spec: { replicas: 0 } },
      },
    );
  }
  const left = await attempt.client.list(kinds.pods, {
    namespace: attempt.namespace,
    labelSelector: `quay-operator/quayregistry=${attempt.name},quay-component in (quay-app,quay-mirror)`,
  });
  if (left.length > 0) {
    return wait(
      `waiting for the pods of the new registry to terminate: ${left.map((pod) => pod.metadata.name).join(', ')}`,
      1,
    );
  }
  return done('the new registry has no running pods');
}
