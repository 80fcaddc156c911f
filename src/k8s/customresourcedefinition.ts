import type { KubernetesObject } from './object.ts';

export interface CustomResourceDefinition extends KubernetesObject {
  readonly spec?: {
    readonly group?: string;
    readonly names?: { readonly kind?: string; readonly plural?: string };
    readonly versions?: readonly {
      readonly name: string;
      readonly served?: boolean;
      readonly schema?: { readonly openAPIV3Schema?: JsonSchema };
    }[];
  };
}

export interface JsonSchema {
  readonly type?: string;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly items?: JsonSchema;
  readonly enum?: readonly unknown[];
}

/** The schema at a path of property names (`*` steps into array items) of the served version, or undefined. */
export function schemaAt(
  crd: CustomResourceDefinition,
  version: string,
  path: readonly string[],
): JsonSchema | undefined {
  const served = crd.spec?.versions?.find((candidate) => candidate.name === version);
  let schema = served?.schema?.openAPIV3Schema;
  for (const step of path) schema = step === '*' ? schema?.items : schema?.properties?.[step];
  return schema;
}
