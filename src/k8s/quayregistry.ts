import type { Condition } from './condition.ts';
import type { KubernetesObject } from './object.ts';
import type { EnvVar } from './pod.ts';

/** The eleven component kinds of quay-operator 3.7 and newer, in the order in which the operator completes them. */
export const componentKinds = [
  'quay',
  'postgres',
  'clair',
  'redis',
  'horizontalpodautoscaler',
  'objectstorage',
  'route',
  'mirror',
  'monitoring',
  'tls',
  'clairpostgres',
] as const;

export type ComponentKind = (typeof componentKinds)[number];

export interface QuayRegistry extends KubernetesObject {
  readonly spec?: {
    readonly configBundleSecret?: string;
    readonly components?: readonly QuayRegistryComponent[];
  };
  readonly status?: {
    readonly currentVersion?: string;
    readonly registryEndpoint?: string;
    readonly lastUpdated?: string;
    /** quay-operator 3.17 and newer. */
    readonly observedGeneration?: number;
    readonly conditions?: readonly Condition[];
  };
}

export interface QuayRegistryComponent {
  readonly kind: ComponentKind;
  readonly managed: boolean;
  readonly overrides?: ComponentOverrides;
}

export interface ComponentOverrides {
  readonly volumeSize?: string;
  /** quay-operator 3.16 and newer. */
  readonly storageClassName?: string;
  readonly env?: readonly EnvVar[];
  readonly replicas?: number;
  readonly affinity?: Readonly<Record<string, unknown>>;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
  /** quay-operator 3.11 and newer. */
  readonly resources?: Readonly<Record<string, unknown>>;
}
