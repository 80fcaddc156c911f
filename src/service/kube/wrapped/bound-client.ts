import { type KubernetesObject, describeObject } from '../../../k8s/object.ts';
import { type Resource, apiVersionOf, pods } from '../../../k8s/resource.ts';
import type { KubeClient, Selection } from '../client.ts';

/** What a bound client may access: one namespace, and kinds of objects in it. */
export interface Bounds {
  readonly namespace: string;
  /** Kinds that may be read and written. */
  readonly kinds: readonly Resource[];
  /** Kinds that may only be read. */
  readonly readKinds?: readonly Resource[];
}

/** A call outside of the bounds. Nothing was sent. */
export class OutOfBounds extends Error {
  constructor(what: string, { namespace }: Bounds) {
    super(`${what}: rejected, because it is outside of the bounds of namespace ${namespace}`);
    this.name = 'OutOfBounds';
  }
}

interface Place {
  readonly name: string;
  readonly namespace?: string | undefined;
}

/**
 * A client for one namespace and some kinds. It checks each call before sending it, so that a manipulated record cannot
 * lead to objects outside of them.
 */
export function boundClient(client: KubeClient, bounds: Bounds): KubeClient {
  const readable = [...bounds.kinds, ...(bounds.readKinds ?? [])];
  const may = (verb: string, kinds: readonly Resource[], resource: Resource, place: Place): void => {
    const { name, namespace } = place;
    const inside = kinds.includes(resource) && namespace === bounds.namespace && isPathSegment(namespace);
    if (inside && isPathSegment(name)) return;
    const metadata = { name, ...(namespace !== undefined && { namespace }) };
    throw new OutOfBounds(`${verb} ${describeObject({ kind: resource.kind, metadata })}`, bounds);
  };
  const mayList = (verb: string, resource: Resource, { namespace }: Selection): void => {
    may(verb, readable, resource, { name: '*', namespace });
  };
  const mayWrite = (verb: string, resource: Resource, object: KubernetesObject): void => {
    const { name, generateName, namespace } = object.metadata;
    may(verb, bounds.kinds, resource, { name: generateName ?? name, namespace });
    if (object.kind === resource.kind && object.apiVersion === apiVersionOf(resource)) return;
    throw new OutOfBounds(`${verb} ${describeObject(object)} as a ${resource.kind}`, bounds);
  };
  return {
    get: async (resource, name, namespace) => {
      may('get', readable, resource, { name, namespace });
      return client.get(resource, name, namespace);
    },
    list: async (resource, selection = {}) => {
      mayList('list', resource, selection);
      return client.list(resource, selection);
    },
    watch: async (resource, selection, ...rest) => {
      mayList('watch', resource, selection);
      return client.watch(resource, selection, ...rest);
    },
    log: async (pod, options) => {
      may('get the log of', readable, pods, pod);
      return client.log(pod, options);
    },
    create: async (resource, object, options) => {
      mayWrite('create', resource, object);
      return client.create(resource, object, options);
    },
    replace: async (resource, object, options) => {
      mayWrite('update', resource, object);
      return client.replace(resource, object, options);
    },
    apply: async (resource, object, options) => {
      mayWrite('apply', resource, object);
      return client.apply(resource, object, options);
    },
    patch: async (resource, target, patch, options) => {
      may('patch', bounds.kinds, resource, target);
      return client.patch(resource, target, patch, options);
    },
    delete: async (resource, target, options) => {
      may('delete', bounds.kinds, resource, target);
      return client.delete(resource, target, options);
    },
    request: async (method, path) => {
      throw new OutOfBounds(`${method} ${path}`, bounds);
    },
  };
}

/** Whether the name is valid: another one would change the path of the request. */
function isPathSegment(name: string): boolean {
  return name !== '' && name !== '.' && name !== '..' && !/[/%]/.test(name);
}
