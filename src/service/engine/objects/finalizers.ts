import type { KubernetesObject } from '../../../k8s/object.ts';

export function hasFinalizer(object: KubernetesObject | undefined, finalizer: string): boolean {
  return object?.metadata.finalizers?.includes(finalizer) === true;
}

/** The finalizers without one of ours; those of others stay. */
export function finalizersWithout(object: KubernetesObject, finalizer: string): readonly string[] {
  return (object.metadata.finalizers ?? []).filter((one) => one !== finalizer);
}
