import type { KubernetesObject } from './object.ts';

export interface Ingress extends KubernetesObject {
  readonly spec?: {
    readonly rules?: readonly { readonly host?: string }[];
    readonly tls?: readonly { readonly secretName?: string }[];
  };
}
