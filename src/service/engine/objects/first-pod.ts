import type { ContainerStatus, Pod } from '../../../k8s/pod.ts';
import { pods } from '../../../k8s/resource.ts';
import type { Attempt } from '../attempt/attempt.ts';

/** Records that the new quay or mirror has run: from then on a rollback loses what was written to the new registry. */
export async function recordFirstPod(attempt: Attempt): Promise<void> {
  if (attempt.journal.registryRan) return;
  const found = await attempt.client.list(pods, {
    namespace: attempt.namespace,
    labelSelector: `quay-operator/quayregistry=${attempt.name},quay-component in (quay-app,quay-mirror)`,
  });
  if (found.some(hasRun)) await attempt.update({ registryRan: true });
}

/**
 * Whether one of the pod's main containers was ever started. A pod that is not scheduled, cannot pull its image or still
 * runs an init container has written nothing: quay-operator creates quay-mirror together with its upgrade Job, minutes
 * before quay-app, and an init container holds it until quay-app answers.
 */
export function hasRun({ status }: Pod): boolean {
  return (status?.containerStatuses ?? []).some(wasStarted);
}

function wasStarted({ started, restartCount, state, lastState }: ContainerStatus): boolean {
  return (
    started === true ||
    restartCount > 0 ||
    [state, lastState].some((one) => one?.running !== undefined || one?.terminated !== undefined)
  );
}
