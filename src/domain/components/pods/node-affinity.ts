/**
 * A node selector as affinity, which is all that an override has. It replaces the operator's whole affinity, so that
 * what keeps the pods on different nodes is said again (quay-operator 3.9 to 3.18).
 */
export function nodeAffinity(
  nodeSelector: Readonly<Record<string, string>>,
  podLabels: Readonly<Record<string, string>>,
): Readonly<Record<string, unknown>> {
  const matchExpressions = Object.entries(nodeSelector).map(([key, value]) => ({
    key,
    operator: 'In',
    values: [value],
  }));
  const podAffinityTerm = { labelSelector: { matchLabels: podLabels }, topologyKey: 'kubernetes.io/hostname' };
  return {
    nodeAffinity: {
      requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [{ matchExpressions }] },
    },
    podAntiAffinity: { preferredDuringSchedulingIgnoredDuringExecution: [{ weight: 100, podAffinityTerm }] },
  };
}
