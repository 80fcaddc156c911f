import type { QuayEcosystem } from '../../../k8s/quayecosystem.ts';
import { events, quayEcosystems } from '../../../k8s/resource.ts';
import type { KubernetesObject } from '../../../k8s/object.ts';
import { isConflict } from '../../kube/api-error.ts';
import type { KubeClient } from '../../kube/client.ts';
import { mergeConditions } from './conditions.ts';
import type { Journal } from '../journal/journal.ts';

/**
 * Writes the conditions into the status of the QuayEcosystem, unless they are there already. After a conflict the object
 * is read again.
 */
export async function publishConditions(
  client: KubeClient,
  ecosystem: QuayEcosystem,
  stated: Parameters<typeof mergeConditions>[1],
): Promise<void> {
  try {
    await writeConditions(client, ecosystem, stated);
  } catch (error) {
    if (!isConflict(error)) throw error;
    const { name, namespace } = ecosystem.metadata;
    const now = await client.get(quayEcosystems, name, namespace);
    if (now !== undefined) await writeConditions(client, now, stated);
  }
}

async function writeConditions(
  client: KubeClient,
  ecosystem: QuayEcosystem,
  stated: Parameters<typeof mergeConditions>[1],
): Promise<void> {
  const present = ecosystem.status?.conditions ?? [];
  const conditions = mergeConditions(present, stated, new Date().toISOString());
  if (JSON.stringify(conditions) === JSON.stringify(present)) return;
  const { name, namespace = '', resourceVersion } = ecosystem.metadata;
  const body = { metadata: { resourceVersion }, status: { conditions } };
  await client.patch(quayEcosystems, { name, namespace }, { type: 'merge', body }, { subresource: 'status' });
}

/** Creates an Event for the QuayEcosystem, as `oc describe` and the console list it. */
export async function publishEvent(
  client: KubeClient,
  ecosystem: { readonly namespace: string; readonly name: string; readonly uid: string },
  event: { readonly type: 'Normal' | 'Warning'; readonly reason: string; readonly message: string },
): Promise<void> {
  const { namespace, name, uid } = ecosystem;
  const now = new Date().toISOString();
  const object: KubernetesObject & Record<string, unknown> = {
    apiVersion: 'v1',
    kind: 'Event',
    metadata: { generateName: `${name}.`, namespace, name: '' },
    involvedObject: { apiVersion: 'redhatcop.redhat.io/v1alpha1', kind: 'QuayEcosystem', namespace, name, uid },
    ...event,
    message: event.message.slice(0, 1000),
    source: { component: 'quay-migration-plugin' },
    firstTimestamp: now,
    lastTimestamp: now,
    count: 1,
  };
  await client.create(events, object);
}

const phaseText: Readonly<Record<Journal['phase'], string>> = {
  running: 'running',
  refused: 'rejected',
  holding: 'stopped and requires action',
  'rolling-back': 'rolling back',
  'rolled-back': 'rolled back',
  done: 'done',
};

function failureText({ cause, remedy }: Journal): string {
  return remedy === '' ? cause : `${cause.replace(/\.?$/, '.')} ${remedy}`;
}

/** Creates Events for the changes of an attempt. They follow the journal and are never read back. */
export async function publishAttempt(client: KubeClient, journal: Journal, before: Journal): Promise<void> {
  if (journal.phase !== before.phase) {
    const failed = journal.cause !== '' && journal.phase !== 'rolled-back';
    await publishEvent(client, journal.ecosystem, {
      type: failed ? 'Warning' : 'Normal',
      reason: `Migration${journal.phase.replace(/(^|-)(.)/g, (_match, _dash, letter: string) => letter.toUpperCase())}`,
      message: failed ? failureText(journal) : `attempt ${journal.attempt} is ${phaseText[journal.phase]}`,
    });
  }
  // The Event of the attempt already says the same.
  if (journal.phase === 'refused') return;
  for (const [id, record] of Object.entries(journal.steps)) {
    if (record.state === 'running' || before.steps[id as keyof typeof before.steps]?.state === record.state) continue;
    await publishEvent(client, journal.ecosystem, {
      type: record.state === 'failed' ? 'Warning' : 'Normal',
      reason: `Step${record.state.charAt(0).toUpperCase()}${record.state.slice(1)}`,
      message: `${id}: ${record.message}`,
    });
  }
}
