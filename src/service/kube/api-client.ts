import { KubeConfig } from '@kubernetes/client-node';
import type { KubernetesObject } from '../../k8s/object.ts';
import { type Resource, apiVersionOf, pods } from '../../k8s/resource.ts';
import { ConnectionError, apiErrorOf, isNotFound } from './api-error.ts';
import type {
  DeleteOptions,
  KubeClient,
  LogOptions,
  PatchType,
  Selection,
  WatchEvent,
  WriteOptions,
} from './client.ts';
import { type Answer, Connection, type Identity } from './connection.ts';
import { collectionPath, objectPath, selectionQuery, writeQuery } from './resource-path.ts';
import { watchForever } from './watch.ts';

const pageSize = 500;

const patchContentType: Record<PatchType | 'apply', string> = {
  merge: 'application/merge-patch+json',
  json: 'application/json-patch+json',
  strategic: 'application/strategic-merge-patch+json',
  apply: 'application/apply-patch+yaml',
};

const metadataList = 'application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1';

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

interface ListPage<T> {
  readonly metadata?: { readonly resourceVersion?: string; readonly continue?: string };
  readonly items?: readonly T[];
}

/** A KubeClient with the identity of the kubeconfig's current context, or with a caller's own. */
export class ApiClient implements KubeClient {
  readonly connection: Connection;
  readonly #identity: Identity | undefined;

  constructor(source: KubeConfig | Connection, identity?: Identity) {
    this.connection = source instanceof KubeConfig ? new Connection(source) : source;
    this.#identity = identity;
  }

  /** A client over the same connections with another identity; it has none of this client's rights. */
  actingAs(identity: Identity): ApiClient {
    return new ApiClient(this.connection, identity);
  }

  /** Sends one request with this client's identity. The caller reads the body to its end, or destroys it. */
  send(...[method, path, options]: Parameters<Connection['send']>): Promise<Answer> {
    return this.connection.send(method, path, { ...options, ...(this.#identity && { identity: this.#identity }) });
  }

  async get<T extends KubernetesObject>(
    resource: Resource<T>,
    name: string,
    namespace?: string,
  ): Promise<T | undefined> {
    try {
      return (await this.request('GET', objectPath(resource, name, namespace))) as T;
    } catch (error) {
      if (isNotFound(error)) return undefined;
      throw error;
    }
  }

  async list<T extends KubernetesObject>(resource: Resource<T>, selection: Selection = {}): Promise<T[]> {
    const { items } = await this.listAt(resource, selection);
    return items;
  }

  /** A list with the resourceVersion from which a watch can continue. */
  async listAt<T extends KubernetesObject>(
    resource: Resource<T>,
    selection: Selection,
  ): Promise<{ items: T[]; resourceVersion: string }> {
    const items: T[] = [];
    let next: string | undefined;
    for (;;) {
      const query = selectionQuery(selection, { limit: String(pageSize), ...(next && { continue: next }) });
      const path = `${collectionPath(resource, selection.namespace)}?${query.toString()}`;
      const page = (await this.#send(
        'GET',
        path,
        selection.metadataOnly === true ? { accept: metadataList } : {},
      )) as ListPage<T>;
      for (const item of page.items ?? []) {
        items.push({ ...item, apiVersion: apiVersionOf(resource), kind: resource.kind });
      }
      next = page.metadata?.continue;
      if (!next) return { items, resourceVersion: page.metadata?.resourceVersion ?? '' };
    }
  }

  async create<T extends KubernetesObject>(resource: Resource<T>, object: T, options: WriteOptions = {}): Promise<T> {
    const path = collectionPath(resource, object.metadata.namespace) + writeQuery(options);
    return (await this.request('POST', path, object)) as T;
  }

  async replace<T extends KubernetesObject>(resource: Resource<T>, object: T, options: WriteOptions = {}): Promise<T> {
    return (await this.request('PUT', this.#path(resource, object.metadata, options), object)) as T;
  }

  async patch<T extends KubernetesObject>(
    resource: Resource<T>,
    target: { readonly name: string; readonly namespace?: string },
    patch: { readonly type: PatchType; readonly body: unknown },
    options: WriteOptions = {},
  ): Promise<T> {
    const path = this.#path(resource, target, options);
    return (await this.#send('PATCH', path, { body: patch.body, contentType: patchContentType[patch.type] })) as T;
  }

  async apply<T extends KubernetesObject>(
    resource: Resource<T>,
    object: T,
    options: WriteOptions & { readonly fieldManager: string; readonly force?: boolean },
  ): Promise<T> {
    const path = this.#path(resource, object.metadata, options);
    return (await this.#send('PATCH', path, { body: object, contentType: patchContentType.apply })) as T;
  }

  async delete(
    resource: Resource,
    target: { readonly name: string; readonly namespace?: string },
    options: DeleteOptions = {},
  ): Promise<boolean> {
    const { uid, resourceVersion, ...rest } = options;
    const preconditions = {
      ...(uid !== undefined && { uid }),
      ...(resourceVersion !== undefined && { resourceVersion }),
    };
    const body = { apiVersion: 'v1', kind: 'DeleteOptions', propagationPolicy: 'Background', preconditions, ...rest };
    try {
      await this.request('DELETE', objectPath(resource, target.name, target.namespace), body);
      return true;
    } catch (error) {
      if (isNotFound(error)) return false;
      throw error;
    }
  }

  watch<T extends KubernetesObject>(
    resource: Resource<T>,
    selection: Selection,
    onEvent: (event: WatchEvent<T>) => void,
    signal: AbortSignal,
  ): Promise<void> {
    return watchForever(this, { resource, selection, onEvent, signal });
  }

  async log(pod: { readonly name: string; readonly namespace: string }, options: LogOptions = {}): Promise<string> {
    const query = new URLSearchParams();
    if (options.container !== undefined) query.set('container', options.container);
    if (options.tailLines !== undefined) query.set('tailLines', String(options.tailLines));
    if (options.limitBytes !== undefined) query.set('limitBytes', String(options.limitBytes));
    const path = `${objectPath(pods, pod.name, pod.namespace)}/log?${query.toString()}`;
    const { code, body } = await this.send('GET', path);
    const text = await this.#read({ code, body }, `GET ${path}`);
    if (code >= 300) throw apiErrorOf(code, text, `GET ${path}`);
    return text;
  }

  request(method: Method, path: string, body?: unknown): Promise<unknown> {
    return this.#send(method, path, { body });
  }

  close(): Promise<void> {
    return this.connection.close();
  }

  /** Throws ConnectionError for a response that is interrupted. */
  async #read({ body }: Answer, request: string): Promise<string> {
    try {
      return await body.text();
    } catch (error) {
      throw new ConnectionError(`${request}: the response was interrupted: ${String(error)}`, { cause: error });
    }
  }

  #path(resource: Resource, target: { name: string; namespace?: string }, options: WriteOptions): string {
    const subresource = options.subresource === undefined ? '' : `/${options.subresource}`;
    return objectPath(resource, target.name, target.namespace) + subresource + writeQuery(options);
  }

  async #send(
    method: Method,
    path: string,
    { body, ...headers }: { readonly body?: unknown; readonly contentType?: string; readonly accept?: string },
  ): Promise<unknown> {
    const answer = await this.send(method, path, {
      ...(body !== undefined && { body: JSON.stringify(body) }),
      ...headers,
    });
    const text = await this.#read(answer, `${method} ${path}`);
    if (answer.code >= 300) throw apiErrorOf(answer.code, text, `${method} ${path.split('?')[0] ?? path}`);
    return text === '' ? undefined : JSON.parse(text);
  }
}
