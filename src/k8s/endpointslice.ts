import type { KubernetesObject } from './object.ts';

/** discovery.k8s.io/v1: where a Service's traffic goes. The label `kubernetes.io/service-name` names the Service. */
export interface EndpointSlice extends KubernetesObject {
  readonly endpoints?: readonly {
    readonly addresses?: readonly string[];
    readonly conditions?: { readonly ready?: boolean };
  }[];
  /** The ports of the pods; `name` is that of the Service's port. */
  readonly ports?: readonly { readonly name?: string; readonly port?: number }[];
}
