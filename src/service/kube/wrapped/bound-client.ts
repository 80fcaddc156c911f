import { type KubernetesObject, describeObject } from '../../../k8s/object.ts';
import { type Resource, apiVersionOf, pods } from '../../../k8s/resource.ts';
import type { KubeClient, Selection } from '../client.ts';

/** What a bound client may touch: one namespace, and kinds of objects in it. */
export interface Bounds {
  readonly namespace: string;
  /** Kinds that may be read and written. */
  readonly kinds: readonly Resource[];
  /** Kinds that may be read and nothing else. */
  readonly readKinds?: readonly Resource[];
}

/** Something outside of the bounds was asked for. Nothing was sent. */
export class OutOfBounds extends Error {
  constructor(what: string, { namespace }: Bounds) {
    super(`${what}: refused, because it is outside of what may be done in namespace ${namespace}`);
    this.name = 'OutOfBounds';
  }
}

interface Place {
  readonly name: string;
  readonly namespace?: string | undefined;
}

/**
 * A client for one namespace and some kinds. Whatever a record says that was read back, nothing beyond can be reached
 * through it: each call is looked at before it is sent.
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

/** As the API server wants names: one that is none would change the path, and with it what is asked for. */
function isPathSegment(name: string): boolean {
  return name !== '' && name !== '.' && name !== '..' && !/[/%]/.test(name);
}
