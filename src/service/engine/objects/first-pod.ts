import type { ContainerStatus, Pod } from '../../../k8s/pod.ts';
import { pods } from '../../../k8s/resource.ts';
import type { Attempt } from '../attempt/attempt.ts';

/** From the first process of the new quay or mirror on, going back loses what was written since. */
export async function recordFirstPod(attempt: Attempt): Promise<void> {
  if (attempt.journal.registryRan) return;
  const found = await attempt.client.list(pods, {
    namespace: attempt.namespace,
    labelSelector: `quay-operator/quayregistry=${attempt.name},quay-component in (quay-app,quay-mirror)`,
  });
  if (found.some(hasRun)) await attempt.update({ registryRan: true });
}

/**
 * Whether one of its main containers was ever started. A pod that is not scheduled, whose image cannot be pulled, or that
 * still waits in an init container has written nothing: quay-operator makes quay-mirror beside its upgrade Job, minutes
 * before quay-app, and holds it there in an init container until quay-app answers.
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
