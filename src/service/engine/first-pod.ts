import { pods } from '../../k8s/resource.ts';
import type { Attempt } from './attempt.ts';

/** From the first pod of the new quay or mirror on, going back loses what was written since. */
export async function recordFirstPod(attempt: Attempt): Promise<void> {
  if (attempt.journal.registryRan) return;
  const found = await attempt.client.list(pods, {
    namespace: attempt.namespace,
    labelSelector: `quay-operator/quayregistry=${attempt.name},quay-component in (quay-app,quay-mirror)`,
  });
  if (found.length > 0) await attempt.update({ registryRan: true });
}
