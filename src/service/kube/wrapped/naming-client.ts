import { type KubernetesObject, describeObject } from '../../../k8s/object.ts';
import type { Resource } from '../../../k8s/resource.ts';
import { RejectedWrite, isPermanent } from '../api-error.ts';
import type { KubeClient } from '../client.ts';

/** A client that throws RejectedWrite, with verb and object, for a write that would be rejected again. */
export function namingClient(client: KubeClient): KubeClient {
  return {
    get: (...args) => client.get(...args),
    list: (...args) => client.list(...args),
    watch: (...args) => client.watch(...args),
    log: (...args) => client.log(...args),
    request: (...args) => client.request(...args),
    create: (resource, object, options) => named('create', resource, object, client.create(resource, object, options)),
    replace: (resource, object, options) =>
      named('update', resource, object, client.replace(resource, object, options)),
    apply: (resource, object, options) => named('patch', resource, object, client.apply(resource, object, options)),
    patch: (resource, target, patch, options) =>
      named('patch', resource, { metadata: target }, client.patch(resource, target, patch, options)),
    delete: (resource, target, options) =>
      named('delete', resource, { metadata: target }, client.delete(resource, target, options)),
  };
}

async function named<Answer>(
  verb: string,
  { kind }: Resource,
  { metadata }: Pick<KubernetesObject, 'metadata'>,
  answer: Promise<Answer>,
): Promise<Answer> {
  try {
    return await answer;
  } catch (error) {
    if (isPermanent(error)) throw new RejectedWrite(error, verb, describeObject({ kind, metadata }));
    throw error;
  }
}
