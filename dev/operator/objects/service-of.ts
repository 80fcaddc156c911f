import type { Service, ServicePort } from '../../../src/k8s/service.ts';
import type { RegistryInputs } from '../registry-inputs.ts';
import { metadataOf, selectorOf } from './object-metadata.ts';

export function serviceOf(
  inputs: RegistryInputs,
  suffix: string,
  component: string,
  ports: readonly (readonly [string, number, number])[],
): Service {
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: metadataOf(inputs, suffix, component),
    spec: {
      type: 'ClusterIP',
      selector: { app: 'quay', ...selectorOf(inputs, component) },
      ports: ports.map(([name, port, targetPort]): ServicePort => ({ name, port, targetPort, protocol: 'TCP' })),
    },
  };
}
