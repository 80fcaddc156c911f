import type { KubernetesObject } from './object.ts';

type Quantities = Readonly<Record<string, string>>;

/** What the objects of a namespace may ask for together. */
export interface ResourceQuota extends KubernetesObject {
  readonly spec?: { readonly scopes?: readonly string[]; readonly scopeSelector?: unknown };
  readonly status?: { readonly hard?: Quantities; readonly used?: Quantities };
}

/** What a single object of a namespace may ask for. */
export interface LimitRange extends KubernetesObject {
  readonly spec?: {
    readonly limits?: readonly {
      readonly type?: string;
      readonly max?: Quantities;
      readonly default?: Quantities;
    }[];
  };
}
