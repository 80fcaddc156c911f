import { type KubernetesObject, describeObject } from '../k8s/object.ts';
import { quayEcosystems } from '../k8s/resource.ts';
import { InputError } from './input-error.ts';

/** The namespace of the QuayEcosystem of that name in a dump: the one that was asked for, or the only one there is. */
export function namespaceInDump(
  objects: readonly KubernetesObject[],
  name: string,
  namespace: string | undefined,
): string {
  const all = objects.filter(({ kind, metadata }) => kind === quayEcosystems.kind && metadata.namespace !== undefined);
  const fitting = all.filter(
    ({ metadata }) => metadata.name === name && (namespace === undefined || metadata.namespace === namespace),
  );
  const [first, second] = fitting;
  if (first?.metadata.namespace === undefined) {
    const wanted = namespace === undefined ? name : `${namespace}/${name}`;
    throw new InputError(`the dump holds no QuayEcosystem ${wanted}${listed(all)}`);
  }
  if (second !== undefined) {
    throw new InputError(`the dump holds several QuayEcosystems ${name}: say which with -n${listed(fitting)}`);
  }
  return first.metadata.namespace;
}

function listed(objects: readonly KubernetesObject[]): string {
  return objects.length === 0 ? '' : `; it holds ${objects.map(describeObject).join(', ')}`;
}
