import type { ObjectMeta, OwnerReference } from '../../../src/k8s/object.ts';
import type { RegistryInputs } from '../registry-inputs.ts';

/** What every object of a registry carries (quay-operator 3.9 to 3.18). */
export function metadataOf(inputs: RegistryInputs, suffix: string, component?: string): ObjectMeta {
  const { name, namespace, hostname, config } = inputs;
  const builders = typeof config.BUILDMAN_HOSTNAME === 'string' ? config.BUILDMAN_HOSTNAME : '';
  return {
    name: `${name}-${suffix}`,
    namespace,
    labels: {
      'quay-operator/quayregistry': name,
      ...(component !== undefined && { app: 'quay', 'quay-component': component }),
    },
    annotations: {
      'quay-registry-hostname': hostname,
      'quay-buildmanager-hostname': builders,
      'quay-operator-service-endpoint': 'http://quay-operator.quay-operator.svc.cluster.local:7071',
      ...(component !== undefined && { 'quay-component': component }),
    },
    ownerReferences: [ownerOf(inputs)],
  };
}

/** Neither controller nor blockOwnerDeletion: added beside whatever owners an object has. */
export function ownerOf({ registry }: RegistryInputs): OwnerReference {
  const { name, uid = '' } = registry.metadata;
  return { apiVersion: 'quay.redhat.com/v1', kind: 'QuayRegistry', name, uid };
}

/** Pods of a component. */
export function selectorOf({ name }: RegistryInputs, component: string): Readonly<Record<string, string>> {
  return { 'quay-component': component, 'quay-operator/quayregistry': name };
}
