import type { KubernetesObject } from '../../k8s/object.ts';
import * as resources from '../../k8s/resource.ts';
import type { Secret } from '../../k8s/secret.ts';

const namespacedKinds = new Set(
  Object.values(resources)
    .filter((value): value is resources.Resource => typeof value === 'object' && value.namespaced)
    .map(({ kind }) => kind),
);

/** Whether an object of a namespaced kind has no namespace, as in manifests of a repository. */
export function lacksNamespace({ kind, metadata }: KubernetesObject): boolean {
  return metadata.namespace === undefined && namespacedKinds.has(kind);
}

/** The object in the namespace that `oc apply -n` would put it into. */
export function inNamespace(object: KubernetesObject, namespace: string): KubernetesObject {
  return lacksNamespace(object) ? { ...object, metadata: { ...object.metadata, namespace } } : object;
}

/** A Secret as the API server stores it: `stringData` is encoded and takes precedence over `data`. */
export function withEncodedData(object: KubernetesObject): KubernetesObject {
  if (object.kind !== 'Secret') return object;
  const { stringData, ...secret } = object as Secret;
  // A manifest may have `stringData:` without a value.
  const texts = Object.entries(stringData ?? {});
  const encoded = texts.map(([key, text]) => [key, Buffer.from(text).toString('base64')] as const);
  const completed: Secret = { ...secret, data: { ...secret.data, ...Object.fromEntries(encoded) } };
  return texts.length === 0 ? secret : completed;
}
