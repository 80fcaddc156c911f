import type { Deployment } from './deployment.ts';
import type { KubernetesObject } from './object.ts';

/** operators.coreos.com/v1alpha1: what tells which operators are installed, and with which images. */
export interface ClusterServiceVersion extends KubernetesObject {
  readonly spec?: {
    readonly version?: string;
    readonly customresourcedefinitions?: {
      readonly owned?: readonly { readonly name: string; readonly kind: string }[];
    };
    readonly install?: {
      readonly spec?: {
        readonly deployments?: readonly { readonly name: string; readonly spec?: NonNullable<Deployment['spec']> }[];
      };
    };
  };
  readonly status?: { readonly phase?: string; readonly reason?: string };
}
