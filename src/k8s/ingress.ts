import type { KubernetesObject } from './object.ts';

export interface Ingress extends KubernetesObject {
  readonly spec?: {
    readonly defaultBackend?: IngressBackend;
    readonly rules?: readonly {
      readonly host?: string;
      readonly http?: { readonly paths?: readonly IngressPath[] };
    }[];
    readonly tls?: readonly { readonly secretName?: string }[];
  };
}

export interface IngressPath {
  readonly path?: string;
  readonly backend?: IngressBackend;
}

export interface IngressBackend {
  readonly service?: { readonly name: string; readonly port?: { readonly number?: number; readonly name?: string } };
}
