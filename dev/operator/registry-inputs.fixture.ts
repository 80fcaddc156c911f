import { componentKinds, type QuayRegistry, type QuayRegistryComponent } from '../../src/k8s/quayregistry.ts';
import { type RegistryInputs, componentsOf } from './registry-inputs.ts';
import type { OperatorFaults } from './faults.ts';
import { versions } from './version-facts.ts';

/** A registry `reg` in namespace `quay`, all of whose components are managed but those that are named. */
export function inputsOf(change: {
  readonly unmanaged?: readonly string[];
  readonly overrides?: Readonly<Record<string, QuayRegistryComponent['overrides']>>;
  readonly config?: Readonly<Record<string, unknown>>;
  readonly files?: Readonly<Record<string, string>>;
  readonly faults?: OperatorFaults;
}): RegistryInputs {
  const { unmanaged = [], overrides = {}, config = {}, files = {}, faults = {} } = change;
  const components = componentKinds.map((kind): QuayRegistryComponent => {
    const override = overrides[kind];
    return { kind, managed: !unmanaged.includes(kind), ...(override && { overrides: override }) };
  });
  const registry: QuayRegistry = {
    apiVersion: 'quay.redhat.com/v1',
    kind: 'QuayRegistry',
    metadata: { name: 'reg', namespace: 'quay', uid: 'registry-uid', generation: 1 },
    spec: { configBundleSecret: 'bundle', components },
  };
  return {
    ...componentsOf(registry),
    name: 'reg',
    namespace: 'quay',
    facts: versions['3.17.4'],
    faults,
    config,
    files,
    hostname: 'quay.example.com',
    caHashes: { service: '', trusted: '' },
    monitoringServed: false,
  };
}
