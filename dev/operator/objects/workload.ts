import type { Deployment } from '../../../src/k8s/deployment.ts';
import type { Container, PodSpec, Volume } from '../../../src/k8s/pod.ts';
import type { RegistryInputs } from '../registry-inputs.ts';
import { metadataOf, selectorOf } from './object-metadata.ts';

export interface Workload {
  readonly suffix: string;
  /** Value of the pods' `quay-component` label. */
  readonly component: string;
  readonly container: Container;
  readonly volumes?: readonly Volume[];
  readonly initContainers?: readonly Container[];
  readonly recreate?: boolean;
  readonly serviceAccount?: string;
  /** Absent: the field is left to the autoscaler. */
  readonly replicas?: number;
}

/** A Deployment as the operator writes it, with the hashes of the CA bundles in its pods' annotations. */
export function deploymentOf(inputs: RegistryInputs, workload: Workload): Deployment {
  const labels = { ...selectorOf(inputs, workload.component), app: 'quay' };
  const spec: PodSpec = {
    ...(workload.serviceAccount !== undefined && { serviceAccountName: `${inputs.name}-${workload.serviceAccount}` }),
    ...(workload.initContainers && { initContainers: workload.initContainers }),
    containers: [workload.container],
    volumes: workload.volumes ?? [],
    terminationGracePeriodSeconds: 30,
  };
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: metadataOf(inputs, workload.suffix, workload.component),
    spec: {
      ...(workload.replicas !== undefined && { replicas: workload.replicas }),
      selector: { matchLabels: selectorOf(inputs, workload.component) },
      ...(workload.recreate === true && { strategy: { type: 'Recreate' } }),
      template: {
        metadata: {
          labels,
          annotations: {
            'cluster-service-ca': inputs.caHashes.service,
            'cluster-trusted-ca': inputs.caHashes.trusted,
          },
        },
        spec,
      },
    },
  };
}
