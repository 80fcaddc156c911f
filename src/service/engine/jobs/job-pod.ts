import type { Pod } from '../../../k8s/pod.ts';
import { pods } from '../../../k8s/resource.ts';
import type { KubeClient } from '../../kube/client.ts';

/** Name of our container in each of our pods; sidecars may be injected. */
export const workContainer = 'run';

/**
 * The pods of a Job, oldest first. Identified by their controller reference, because any user can set the labels.
 */
export async function podsOfJob(client: Pick<KubeClient, 'list'>, namespace: string, jobUid: string): Promise<Pod[]> {
  const found = await client.list(pods, { namespace, labelSelector: `batch.kubernetes.io/controller-uid=${jobUid}` });
  return found
    .filter(({ metadata }) => metadata.ownerReferences?.some(({ controller, uid }) => controller && uid === jobUid))
    .sort((a, b) => (a.metadata.creationTimestamp ?? '').localeCompare(b.metadata.creationTimestamp ?? ''));
}

/** The status of our container. */
export function workStatus(
  pod: Pod | undefined,
): NonNullable<NonNullable<Pod['status']>['containerStatuses']>[number] | undefined {
  return pod?.status?.containerStatuses?.find(({ name }) => name === workContainer);
}
