import type { KubernetesObject } from '../../k8s/object.ts';
import type { Resource } from '../../k8s/resource.ts';

/** The objects of a list or watch. Without a namespace: those of all namespaces. */
export interface Selection {
  readonly namespace?: string;
  readonly labelSelector?: string;
  readonly fieldSelector?: string;
  /** Return objects with metadata only: the API server does not send the data of Secrets. Not for `watch`. */
  readonly metadataOnly?: boolean;
}

export interface WriteOptions {
  /** The API server validates the object and does not store it. */
  readonly dryRun?: boolean;
  readonly fieldManager?: string;
  readonly subresource?: 'status' | 'scale';
}

export interface DeleteOptions {
  /** Precondition: the uid of the object to delete. */
  readonly uid?: string;
  readonly resourceVersion?: string;
  readonly propagationPolicy?: 'Background' | 'Foreground' | 'Orphan';
  readonly gracePeriodSeconds?: number;
}

export interface LogOptions {
  readonly container?: string;
  /** Number of lines from the end. */
  readonly tailLines?: number;
  /** Maximum bytes of these lines. */
  readonly limitBytes?: number;
}

export type PatchType = 'merge' | 'json' | 'strategic';

export interface WatchEvent<T> {
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED';
  readonly object: T;
}

/**
 * The only access to the API server. Objects are the JSON that it sent, including unknown fields (a typed client would
 * drop them, and a rollback from such a copy would lose them). Every method throws ApiError for a response other than
 * 2xx (`get` not for 404), and ConnectionError without a response.
 */
export interface KubeClient {
  /** The object, or undefined when the API server returns 404. */
  get<T extends KubernetesObject>(resource: Resource<T>, name: string, namespace?: string): Promise<T | undefined>;
  /** All pages of a list. Adds apiVersion and kind to the items, which the API server omits in lists. */
  list<T extends KubernetesObject>(resource: Resource<T>, selection?: Selection): Promise<T[]>;
  create<T extends KubernetesObject>(resource: Resource<T>, object: T, options?: WriteOptions): Promise<T>;
  /** Replaces the whole object; its resourceVersion, if set, is the precondition. */
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
  /** False when the object did not exist. */
  delete(
    resource: Resource,
    target: { readonly name: string; readonly namespace?: string },
    options?: DeleteOptions,
  ): Promise<boolean>;
  /**
   * Calls `onEvent` for every object (as ADDED) and every later change, until `signal` aborts. Recovers from a lost
   * connection, a 410 and an unavailable server. After a gap, deleted objects are reported as DELETED and the others as
   * MODIFIED. Rejects only when `onEvent` throws.
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
