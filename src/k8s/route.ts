import type { Condition } from './condition.ts';
import type { KubernetesObject } from './object.ts';

/** route.openshift.io/v1, the fields that Quay's operators write. */
export interface Route extends KubernetesObject {
  readonly spec?: {
    readonly host?: string;
    readonly path?: string;
    readonly to?: { readonly kind?: string; readonly name?: string; readonly weight?: number };
    readonly alternateBackends?: readonly { readonly kind?: string; readonly name?: string }[];
    readonly port?: { readonly targetPort?: number | string };
    readonly tls?: {
      readonly termination?: string;
      readonly insecureEdgeTerminationPolicy?: string;
      readonly certificate?: string;
      readonly key?: string;
    };
    readonly wildcardPolicy?: string;
  };
  readonly status?: {
    readonly ingress?: readonly {
      readonly host?: string;
      readonly routerName?: string;
      readonly routerCanonicalHostname?: string;
      readonly wildcardPolicy?: string;
      readonly conditions?: readonly Condition[];
    }[];
  };
}
