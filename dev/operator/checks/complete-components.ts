import { type ComponentKind, componentKinds } from '../../../src/k8s/quayregistry.ts';
import { quayRegistries } from '../../../src/k8s/resource.ts';
import type { KubeClient } from '../../../src/service/kube/client.ts';
import { Blocked } from './blocked.ts';
import type { RegistryInputs } from '../registry-inputs.ts';

/**
 * Writes the components that the registry does not name into its spec, which makes a generation more; before that
 * nothing is created. Answers whether it had to.
 */
export async function completeComponents(client: KubeClient, inputs: RegistryInputs): Promise<boolean> {
  checkApis(inputs);
  const { registry } = inputs;
  const missing = missingComponents(inputs);
  if (missing.length === 0) return false;
  const components = [...(registry.spec?.components ?? []), ...missing];
  const spec = { ...registry.spec, components };
  await client.replace(quayRegistries, { ...registry, spec }, { fieldManager: 'quay-operator' });
  return true;
}

/** The components that the registry lacks, in the operator's order, with the values that it takes for them. */
export function missingComponents({
  registry,
  files,
  monitoringServed,
}: Pick<RegistryInputs, 'registry' | 'files' | 'monitoringServed'>): readonly {
  readonly kind: ComponentKind;
  readonly managed: boolean;
}[] {
  const present = new Set((registry.spec?.components ?? []).map((component) => component.kind));
  const unmanaged: readonly ComponentKind[] = [
    ...unserved(monitoringServed).map(({ kind }) => kind),
    ...('ssl.cert' in files || 'ssl.key' in files ? (['tls'] as const) : []),
  ];
  return componentKinds
    .filter((kind) => !present.has(kind))
    .map((kind) => ({ kind, managed: !unmanaged.includes(kind) }));
}

/** The development cluster has no bucket claims. The words after the colon were not observed. */
const needing = [
  {
    kind: 'objectstorage',
    reason: 'ObjectStorageComponentDependencyError',
    message: 'could not check for `ObjectBucketClaims` API: no matches for kind "ObjectBucketClaim"',
  },
  {
    kind: 'monitoring',
    reason: 'MonitoringComponentDependencyError',
    message: 'could not check for monitoring support: no matches for kind "ServiceMonitor"',
  },
] as const;

function unserved(monitoringServed: boolean): readonly (typeof needing)[number][] {
  return needing.filter(({ kind }) => kind !== 'monitoring' || !monitoringServed);
}

/** A component that needs an API which is not there, and is requested all the same. */
function checkApis({ managed, monitoringServed }: RegistryInputs): void {
  const requested = unserved(monitoringServed).find(({ kind }) => managed(kind));
  if (requested) throw new Blocked(requested.reason, requested.message);
}
