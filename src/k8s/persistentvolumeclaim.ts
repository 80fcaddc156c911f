import type { Condition } from './condition.ts';
import type { KubernetesObject } from './object.ts';

export interface PersistentVolumeClaim extends KubernetesObject {
  readonly spec?: {
    readonly accessModes?: readonly string[];
    readonly storageClassName?: string;
    readonly volumeName?: string;
    readonly resources?: { readonly requests?: { readonly storage?: string } };
  };
  readonly status?: {
    readonly phase?: 'Pending' | 'Bound' | 'Lost';
    readonly capacity?: { readonly storage?: string };
    readonly conditions?: readonly Condition[];
  };
}
