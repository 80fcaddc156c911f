import type { KubernetesObject } from './object.ts';

/** operator.openshift.io/v1: the console of the cluster, one object called `cluster`. Its list of plugins enables them. */
export interface Console extends KubernetesObject {
  readonly spec?: { readonly managementState?: string; readonly plugins?: readonly string[] };
}
