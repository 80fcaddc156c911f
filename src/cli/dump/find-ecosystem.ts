import { type KubernetesObject, describeObject } from '../../k8s/object.ts';
import { quayEcosystems } from '../../k8s/resource.ts';
import { inNamespace } from './complete-objects.ts';
import { InputError } from '../input-error.ts';

/**
 * The namespace of the QuayEcosystem in a dump: the given one, or that of the only QuayEcosystem of that name. An object
 * without a namespace, as in a manifest, belongs to the given one.
 */
export function namespaceInDump(
  objects: readonly KubernetesObject[],
  name: string,
  namespace: string | undefined,
): string {
  const all = objects
    .filter(({ kind }) => kind === quayEcosystems.kind)
    .map((object) => (namespace === undefined ? object : inNamespace(object, namespace)));
  const fitting = all.filter(
    ({ metadata }) => metadata.name === name && (namespace === undefined || metadata.namespace === namespace),
  );
  const [first] = fitting;
  const second = fitting.find(({ metadata }) => metadata.namespace !== first?.metadata.namespace);
  if (first !== undefined && second === undefined && first.metadata.namespace === undefined) {
    throw new InputError(`QuayEcosystem ${name} in the dump has no namespace. Specify the namespace with -n`);
  }
  if (first?.metadata.namespace === undefined) {
    const wanted = namespace === undefined ? name : `${namespace}/${name}`;
    throw new InputError(`the dump does not contain QuayEcosystem ${wanted}${listed(all)}`);
  }
  if (second !== undefined) {
    throw new InputError(
      `the dump contains several QuayEcosystems ${name}. Specify the namespace with -n${listed(fitting)}`,
    );
  }
  return first.metadata.namespace;
}

function listed(objects: readonly KubernetesObject[]): string {
  return objects.length === 0 ? '' : `; it contains ${objects.map(describeObject).join(', ')}`;
}
