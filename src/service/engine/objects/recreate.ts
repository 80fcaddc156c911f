import type { KubernetesObject, ObjectMeta } from '../../../k8s/object.ts';
import type { Resource } from '../../../k8s/resource.ts';
import type { Attempt } from '../attempt/attempt.ts';

/** Creates an object that was deleted from its original, without what the API server wrote into it. */
export function recreate<T extends KubernetesObject & { readonly status?: unknown }>(
  attempt: Attempt,
  resource: Resource<T>,
  original: T,
  change: Partial<ObjectMeta> = {},
): Promise<T> {
  const { uid: _uid, resourceVersion: _version, managedFields: _fields, ...metadata } = original.metadata;
  const { status: _status, ...rest } = original;
  return attempt.client.create(resource, { ...rest, metadata: { ...metadata, ...change } } as T);
}
