import type { KubernetesObject } from './object.ts';

export interface PersistentVolume extends KubernetesObject {
  readonly spec?: {
    readonly capacity?: { readonly storage?: string };
    readonly storageClassName?: string;
    readonly persistentVolumeReclaimPolicy?: 'Delete' | 'Retain';
    readonly claimRef?: { readonly namespace?: string; readonly name?: string; readonly uid?: string };
    readonly hostPath?: { readonly path: string };
  };
  readonly status?: { readonly phase?: 'Pending' | 'Available' | 'Bound' | 'Released' | 'Failed' };
}
