import type { CustomResourceDefinition } from '../../src/k8s/customresourcedefinition.ts';
import { quayRegistries } from '../../src/k8s/resource.ts';

/** Places in the schema of QuayRegistry, and the first quay-operator 3.x that has each. */
const since: readonly { readonly minor: number; readonly path: readonly string[] }[] = [
  { minor: 11, path: ['spec', 'components', '*', 'overrides', 'resources'] },
  { minor: 16, path: ['spec', 'components', '*', 'overrides', 'storageClassName'] },
  { minor: 17, path: ['spec', 'components', '*', 'overrides', 'securityContext'] },
  { minor: 17, path: ['status', 'observedGeneration'] },
];

/** Up to 3.16 the operator said in a condition what the API server refuses since. */
const checkedSince = 17;

type Schema = Record<string, unknown>;

/** The CRD of QuayRegistry without what newer operators than 3.`minor` brought. Another CRD comes back as it is. */
export function asOfOperator(crd: CustomResourceDefinition, minor: number): CustomResourceDefinition {
  if (crd.metadata.name !== `${quayRegistries.plural}.${quayRegistries.group}`) return crd;
  const copy = structuredClone(crd);
  const schema = copy.spec?.versions?.[0]?.schema?.openAPIV3Schema as Schema | undefined;
  if (schema === undefined) throw new Error(`${crd.metadata.name}: no schema in its first version`);
  for (const { minor: first, path } of since) {
    if (minor < first) remove(schema, path);
  }
  if (minor < checkedSince) uncheck(schema);
  return copy;
}

function remove(root: Schema, path: readonly string[]): void {
  const properties = stepTo(root, path.slice(0, -1)).properties as Schema;
  Reflect.deleteProperty(properties, path.at(-1) ?? '');
}

function uncheck(root: Schema): void {
  const component = stepTo(root, ['spec', 'components', '*']);
  delete component['x-kubernetes-validations'];
  delete stepTo(component, ['kind']).enum;
  delete stepTo(component, ['overrides', 'replicas']).minimum;
}

/** `*` steps into the items of a list. */
function stepTo(root: Schema, path: readonly string[]): Schema {
  let schema = root;
  for (const step of path) {
    schema = (step === '*' ? schema.items : (schema.properties as Schema)[step]) as Schema;
  }
  return schema;
}
