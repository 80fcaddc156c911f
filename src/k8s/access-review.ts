import type { KubernetesObject } from './object.ts';

/** Asks the API server whether whoever asks may do something. */
export interface SelfSubjectAccessReview extends KubernetesObject {
  readonly spec: {
    readonly resourceAttributes: {
      readonly group: string;
      readonly resource: string;
      readonly verb: string;
      readonly namespace: string;
      readonly name: string;
    };
  };
  readonly status?: { readonly allowed: boolean; readonly reason?: string };
}

/** Asks the API server whether somebody else may do something in a namespace: what all of its authorizers answer. */
export interface LocalSubjectAccessReview extends KubernetesObject {
  readonly spec: {
    readonly user: string;
    readonly groups: readonly string[];
    readonly resourceAttributes: {
      readonly group: string;
      readonly resource: string;
      readonly subresource?: string;
      readonly verb: string;
      readonly namespace: string;
    };
  };
  readonly status?: { readonly allowed: boolean; readonly reason?: string };
}

/** Asks the API server who it takes the asker for. */
export interface SelfSubjectReview extends KubernetesObject {
  readonly status?: { readonly userInfo?: { readonly username?: string } };
}
