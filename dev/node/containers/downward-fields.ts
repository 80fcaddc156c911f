import type { Pod } from '../../../src/k8s/pod.ts';

/** What a container is told about its pod beside the pod itself. */
export interface PodFacts {
  /** The address on which the pod's processes listen, which is what a pod takes for its own. */
  readonly address: string;
  readonly nodeName: string;
}

const subscript = /^metadata\.(labels|annotations)\['(.+)'\]$/;

/** The text of a `fieldRef`, as env and downwardAPI volumes give it. */
export function downwardField(pod: Pod, facts: PodFacts, fieldPath: string): string {
  const { metadata, spec } = pod;
  const [, map, key] = subscript.exec(fieldPath) ?? [];
  if (map !== undefined && key !== undefined) return metadata[map as 'labels' | 'annotations']?.[key] ?? '';
  const fields: Readonly<Record<string, () => string>> = {
    'metadata.name': () => metadata.name,
    'metadata.namespace': () => metadata.namespace ?? '',
    'metadata.uid': () => metadata.uid ?? '',
    'metadata.labels': () => lines(metadata.labels),
    'metadata.annotations': () => lines(metadata.annotations),
    'spec.nodeName': () => facts.nodeName,
    'spec.serviceAccountName': () => spec?.serviceAccountName ?? 'default',
    'status.podIP': () => facts.address,
    'status.podIPs': () => facts.address,
    'status.hostIP': () => '127.0.0.1',
  };
  const field = fields[fieldPath];
  if (field === undefined) {
    throw new Error(
      `Pod ${metadata.namespace ?? ''}/${metadata.name}: fieldPath ${fieldPath} is not simulated by this node`,
    );
  }
  return field();
}

function lines(map: Readonly<Record<string, string>> | undefined): string {
  return Object.entries(map ?? {})
    .map(([key, value]) => `${key}=${JSON.stringify(value)}`)
    .join('\n');
}
