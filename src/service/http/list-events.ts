import type { EventList } from '../../contract/event-list.ts';
import type { KubernetesObject } from '../../k8s/object.ts';
import { events } from '../../k8s/resource.ts';
import type { KubeClient } from '../kube/client.ts';
import type { Target } from './read-status.ts';

interface KubernetesEvent extends KubernetesObject {
  readonly type?: string;
  readonly reason?: string;
  readonly message?: string;
  readonly count?: number;
  readonly lastTimestamp?: string | null;
  readonly eventTime?: string | null;
}

const most = 200;

/** Events of the QuayEcosystem, newest first, read with the rights of the caller. */
export async function listEvents(caller: KubeClient, { namespace, name }: Target): Promise<EventList> {
  const fieldSelector = `involvedObject.kind=QuayEcosystem,involvedObject.name=${name}`;
  const listed: readonly KubernetesEvent[] = await caller.list(events, { namespace, fieldSelector });
  const items = listed.map(({ metadata, type, reason, message, count, lastTimestamp, eventTime }) => ({
    type: type ?? 'Normal',
    reason: reason ?? '',
    message: message ?? '',
    count: count ?? 1,
    lastSeen: lastTimestamp ?? eventTime ?? metadata.creationTimestamp ?? '',
  }));
  return { items: items.sort((a, b) => b.lastSeen.localeCompare(a.lastSeen)).slice(0, most) };
}
