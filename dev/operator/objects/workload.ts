import type { Deployment } from '../../../src/k8s/deployment.ts';
import type { Container, PodSpec, Volume } from '../../../src/k8s/pod.ts';
import type { ComponentKind } from '../../../src/k8s/quayregistry.ts';
import type { RegistryInputs } from '../registry-inputs.ts';
import { metadataOf, selectorOf } from './object-metadata.ts';

export interface Workload {
  readonly suffix: string;
  /** Value of the pods' `quay-component` label. */
  readonly component: string;
  /** Whose overrides apply. */
  readonly kind: ComponentKind;
  readonly container: Container;
  readonly initContainers?: readonly Container[];
  readonly volumes?: readonly Volume[];
  readonly recreate?: boolean;
  readonly serviceAccount?: string;
  /** Absent: the field is left to the autoscaler. */
  readonly replicas?: number;
  readonly templateAnnotations?: Readonly<Record<string, string>>;
}

/**
 * A Deployment as the operator writes it, with the hashes of the CA bundles in its pods' annotations. Overrides replace
 * resources and affinity wholly, and add to environment, labels and annotations; the operator's own labels stay.
 */
export function deploymentOf(inputs: RegistryInputs, workload: Workload): Deployment {
  const { env = [], resources, affinity, labels, annotations } = inputs.overrides(workload.kind) ?? {};
  const metadata = metadataOf(inputs, workload.suffix, workload.component);
  const { container } = workload;
  const spec: PodSpec & { readonly affinity?: unknown } = {
    ...(workload.serviceAccount !== undefined && { serviceAccountName: `${inputs.name}-${workload.serviceAccount}` }),
    ...(affinity && { affinity }),
    ...(workload.initContainers && { initContainers: workload.initContainers }),
    containers: [{ ...container, env: [...(container.env ?? []), ...env], ...(resources && { resources }) }],
    volumes: workload.volumes ?? [],
    terminationGracePeriodSeconds: 30,
  };
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: {
      ...metadata,
      labels: { ...labels, ...metadata.labels },
      annotations: { ...annotations, ...metadata.annotations },
    },
    spec: {
      ...(workload.replicas !== undefined && { replicas: workload.replicas }),
      selector: { matchLabels: selectorOf(inputs, workload.component) },
      ...(workload.recreate === true && { strategy: { type: 'Recreate' } }),
      template: {
        metadata: {
          labels: { ...labels, ...selectorOf(inputs, workload.component), app: 'quay' },
          annotations: {
            ...annotations,
            ...workload.templateAnnotations,
            'cluster-service-ca': inputs.caHashes.service,
            'cluster-trusted-ca': inputs.caHashes.trusted,
          },
        },
        spec,
      },
    },
  };
}

/** With a managed autoscaler the field is left to it; otherwise the override, or two. */
export function replicasOf(inputs: RegistryInputs, kind: ComponentKind): { readonly replicas?: number } {
  if (inputs.managed('horizontalpodautoscaler')) return {};
  const overrides = inputs.overrides(kind);
  if (overrides === undefined) return { replicas: 2 };
  return typeof overrides.replicas === 'number' ? { replicas: overrides.replicas } : {};
}
