import type { KubernetesObject } from '../../k8s/object.ts';
import type { Resource } from '../../k8s/resource.ts';

/** Which objects a list or watch wants. Without namespace: all of them. */
export interface Selection {
  readonly namespace?: string;
  readonly labelSelector?: string;
  readonly fieldSelector?: string;
  /** Objects come with their metadata alone: what a Secret holds, however much, is not even sent. Not for `watch`. */
  readonly metadataOnly?: boolean;
}

export interface WriteOptions {
  /** Asks the API server to check and to answer, not to store. */
  readonly dryRun?: boolean;
  readonly fieldManager?: string;
  readonly subresource?: 'status' | 'scale';
}

export interface DeleteOptions {
  /** The object is deleted only if it is this one. */
  readonly uid?: string;
  readonly resourceVersion?: string;
  readonly propagationPolicy?: 'Background' | 'Foreground' | 'Orphan';
  readonly gracePeriodSeconds?: number;
}

export interface LogOptions {
  readonly container?: string;
  /** Lines from the end. */
  readonly tailLines?: number;
  /** Of these lines no more than so many bytes. */
  readonly limitBytes?: number;
}

export type PatchType = 'merge' | 'json' | 'strategic';

export interface WatchEvent<T> {
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED';
  readonly object: T;
}

/**
 * The only way to the API server. Objects are the JSON that it sent, unknown fields included (a typed client would
 * drop them, and a rollback from such a copy would lose them).
 * Every method but `get` throws ApiError for an answer that is not 2xx, and ConnectionError when there was none.
 */
export interface KubeClient {
  /** The object, or undefined when the API server answers 404. */
  get<T extends KubernetesObject>(resource: Resource<T>, name: string, namespace?: string): Promise<T | undefined>;
  /** All pages of a list. Items carry apiVersion and kind, which the API server leaves out in lists. */
  list<T extends KubernetesObject>(resource: Resource<T>, selection?: Selection): Promise<T[]>;
  create<T extends KubernetesObject>(resource: Resource<T>, object: T, options?: WriteOptions): Promise<T>;
  /** Writes the whole object; its resourceVersion, when there, is the precondition. */
  replace<T extends KubernetesObject>(resource: Resource<T>, object: T, options?: WriteOptions): Promise<T>;
  patch<T extends KubernetesObject>(
    resource: Resource<T>,
    target: { readonly name: string; readonly namespace?: string },
    patch: { readonly type: PatchType; readonly body: unknown },
    options?: WriteOptions,
  ): Promise<T>;
  /** Server-side apply. */
  apply<T extends KubernetesObject>(
    resource: Resource<T>,
    object: T,
    options: WriteOptions & { readonly fieldManager: string; readonly force?: boolean },
  ): Promise<T>;
  /** False when the object was not there. */
  delete(
    resource: Resource,
    target: { readonly name: string; readonly namespace?: string },
    options?: DeleteOptions,
  ): Promise<boolean>;
  /**
   * Calls `onEvent` for every object (as ADDED) and every change after that, until `signal` aborts. Recovers from
   * everything: a lost connection, a 410, a server that is away. After a gap, objects that are gone come as DELETED
   * and the others as MODIFIED. Never rejects but when `onEvent` throws.
   */
  watch<T extends KubernetesObject>(
    resource: Resource<T>,
    selection: Selection,
    onEvent: (event: WatchEvent<T>) => void,
    signal: AbortSignal,
  ): Promise<void>;
  /** The log of a container, as text. */
  log(pod: { readonly name: string; readonly namespace: string }, options?: LogOptions): Promise<string>;
  /** Any other path of the API server: discovery, /version, SelfSubjectAccessReview. */
  request(method: string, path: string, body?: unknown): Promise<unknown>;
}
