import type { KubernetesObject } from './object.ts';

export interface StorageClass extends KubernetesObject {
  readonly provisioner?: string;
  readonly allowVolumeExpansion?: boolean;
  readonly volumeBindingMode?: 'Immediate' | 'WaitForFirstConsumer';
}

export function isDefaultClass(storageClass: StorageClass): boolean {
  return storageClass.metadata.annotations?.['storageclass.kubernetes.io/is-default-class'] === 'true';
}
