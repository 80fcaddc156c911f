import type { Pod } from '../../../k8s/pod.ts';
import { pods } from '../../../k8s/resource.ts';
import type { KubeClient } from '../../kube/client.ts';

/** Name of the container in every pod of ours; others may be put beside it. */
export const workContainer = 'run';

/**
 * The pods that a Job has made, oldest first. Labels are anybody's to set, also on a pod of his own: it counts by its
 * controller.
 */
export async function podsOfJob(client: Pick<KubeClient, 'list'>, namespace: string, jobUid: string): Promise<Pod[]> {
  const found = await client.list(pods, { namespace, labelSelector: `batch.kubernetes.io/controller-uid=${jobUid}` });
  return found
    .filter(({ metadata }) => metadata.ownerReferences?.some(({ controller, uid }) => controller && uid === jobUid))
    .sort((a, b) => (a.metadata.creationTimestamp ?? '').localeCompare(b.metadata.creationTimestamp ?? ''));
}

/** How our container stands. */
export function workStatus(
  pod: Pod | undefined,
): NonNullable<NonNullable<Pod['status']>['containerStatuses']>[number] | undefined {
  return pod?.status?.containerStatuses?.find(({ name }) => name === workContainer);
}
