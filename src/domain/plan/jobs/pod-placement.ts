import type { Deployment } from '../../../k8s/deployment.ts';
import { isMapping } from '../../ecosystem/check-fields.ts';

/** On which nodes a pod may run, as a pod template says it. */
export interface PodPlacement {
  readonly nodeSelector?: Readonly<Record<string, string>>;
  readonly tolerations?: readonly unknown[];
  readonly affinity?: { readonly nodeAffinity: unknown };
}

/**
 * Where the pods of a Deployment run: on a cluster whose other nodes are tainted, ours would wait for ever. Affinity to
 * other pods is not taken over: it speaks of the old registry's own.
 */
export function placementOf(deployment: Deployment | undefined): PodPlacement {
  const spec: unknown = deployment?.spec?.template?.spec;
  if (!isMapping(spec)) return {};
  const { nodeSelector, tolerations, affinity } = spec;
  const nodeAffinity = isMapping(affinity) ? affinity.nodeAffinity : undefined;
  return {
    ...(isMapping(nodeSelector) && { nodeSelector: textsOf(nodeSelector) }),
    ...(Array.isArray(tolerations) && tolerations.length > 0 && { tolerations }),
    ...(isMapping(nodeAffinity) && { affinity: { nodeAffinity } }),
  };
}

function textsOf(values: Readonly<Record<string, unknown>>): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(values).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
}

/**
 * Labels and annotations of a pod that no service mesh adds a proxy to (Istio and OpenShift Service Mesh by label or
 * annotation, Linkerd by annotation): a Job whose pod has one never ends, and a proxy would cut off our connections.
 */
export function withoutSidecar(labels: Readonly<Record<string, string>>): {
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
} {
  return {
    labels: { ...labels, 'sidecar.istio.io/inject': 'false' },
    annotations: { 'sidecar.istio.io/inject': 'false', 'linkerd.io/inject': 'disabled' },
  };
}
