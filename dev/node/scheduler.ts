import { findCondition } from '../../src/k8s/condition.ts';
import type { PersistentVolumeClaim } from '../../src/k8s/persistentvolumeclaim.ts';
import type { Pod } from '../../src/k8s/pod.ts';
import { persistentVolumeClaims, pods, storageClasses } from '../../src/k8s/resource.ts';
import { isConflict, isNotFound } from '../../src/service/kube/api-error.ts';
import type { KubeClient } from '../../src/service/kube/client.ts';

export interface SchedulerOptions {
  readonly client: KubeClient;
  readonly nodeName: string;
  readonly nodeLabels: Readonly<Record<string, string>>;
}

const selectedNode = 'volume.kubernetes.io/selected-node';

export function isUnscheduled(pod: Pod): boolean {
  return !pod.spec?.nodeName && pod.metadata.deletionTimestamp === undefined && pod.status?.phase === 'Pending';
}

/** Binds a pod to the node, or says in its status why not. Call again when one of its claims has changed. */
export async function schedulePod(order: SchedulerOptions, pod: Pod): Promise<void> {
  const obstacle = nodeObstacle(order, pod) ?? (await claimObstacle(order, pod));
  try {
    if (obstacle === undefined) await bind(order, pod);
    else await report(order, pod, obstacle);
  } catch (error) {
    // Deleted or bound meanwhile.
    if (!isConflict(error) && !isNotFound(error)) throw error;
  }
}

function nodeObstacle({ nodeLabels }: SchedulerOptions, pod: Pod): string | undefined {
  const wanted = Object.entries(pod.spec?.nodeSelector ?? {});
  const fits = wanted.every(([key, value]) => nodeLabels[key] === value);
  return fits ? undefined : "1 node(s) didn't match Pod's node affinity/selector";
}

async function claimObstacle(order: SchedulerOptions, pod: Pod): Promise<string | undefined> {
  for (const volume of pod.spec?.volumes ?? []) {
    const claimName = volume.persistentVolumeClaim?.claimName;
    if (claimName === undefined) continue;
    const claim = await order.client.get(persistentVolumeClaims, claimName, pod.metadata.namespace);
    if (claim === undefined) return `persistentvolumeclaim "${claimName}" not found`;
    if (claim.metadata.deletionTimestamp !== undefined) return `persistentvolumeclaim "${claimName}" is being deleted`;
    if (claim.status?.phase !== 'Bound') return unboundObstacle(order, claim);
  }
  return undefined;
}

/** Where the class waits for a consumer, this pod is it: the volume binder may go on. */
async function unboundObstacle({ client, nodeName }: SchedulerOptions, claim: PersistentVolumeClaim): Promise<string> {
  const { name, namespace = '', annotations } = claim.metadata;
  const storageClass = await client.get(storageClasses, claim.spec?.storageClassName ?? '-');
  if (storageClass?.volumeBindingMode !== 'WaitForFirstConsumer')
    return 'pod has unbound immediate PersistentVolumeClaims';
  if (annotations?.[selectedNode] === undefined) {
    const body = { metadata: { annotations: { [selectedNode]: nodeName } } };
    await client.patch(persistentVolumeClaims, { name, namespace }, { type: 'merge', body });
  }
  return `waiting for persistentvolumeclaim "${name}" to be bound`;
}

async function bind({ client, nodeName }: SchedulerOptions, pod: Pod): Promise<void> {
  const { name, namespace = '', uid } = pod.metadata;
  await client.request('POST', `/api/v1/namespaces/${namespace}/pods/${name}/binding`, {
    apiVersion: 'v1',
    kind: 'Binding',
    metadata: { name, namespace, uid },
    target: { apiVersion: 'v1', kind: 'Node', name: nodeName },
  });
}

async function report({ client }: SchedulerOptions, pod: Pod, obstacle: string): Promise<void> {
  const message = `0/1 nodes are available: ${obstacle}.`;
  const before = findCondition(pod.status?.conditions, 'PodScheduled');
  if (before?.message === message) return;
  const { name, namespace = '' } = pod.metadata;
  const condition = {
    type: 'PodScheduled',
    status: 'False',
    reason: 'Unschedulable',
    message,
    lastTransitionTime: before?.lastTransitionTime ?? new Date().toISOString(),
  };
  const body = { status: { conditions: [condition] } };
  await client.patch(pods, { name, namespace }, { type: 'strategic', body }, { subresource: 'status' });
}
