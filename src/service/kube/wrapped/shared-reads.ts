import type { KubernetesObject } from '../../../k8s/object.ts';
import { type Resource, apiVersionOf } from '../../../k8s/resource.ts';
import { isNotFound } from '../api-error.ts';
import type { KubeClient, Selection } from '../client.ts';

/** `create` is for access reviews only, which store nothing. */
export type Reader = Pick<KubeClient, 'get' | 'list' | 'create'>;

const askingGroup = 'authorization.k8s.io';

interface Read {
  /** By `performance.now()`. */
  readonly begunAt: number;
  readonly answer: Promise<unknown>;
}

export interface SharedReadsSettings {
  /** Milliseconds for which a response is shared. */
  readonly longest: number;
  /** Number of namespaces whose responses are kept: they may be large. */
  readonly mostNamespaces: number;
}

/**
 * Reads that are shared between ecosystems. Each reader states how fresh they must be: a response is used when its
 * request started after that time, so that it includes all earlier changes. Failures are not shared.
 */
export class SharedReads {
  readonly #client: Reader;
  readonly #settings: SharedReadsSettings;
  /** By namespace, the most recently read one last; '' is the cluster. */
  readonly #namespaces = new Map<string, Map<string, Read>>();

  constructor(client: Reader, settings: SharedReadsSettings = { longest: 10_000, mostNamespaces: 8 }) {
    this.#client = client;
    this.#settings = settings;
  }

  /** Number of namespaces whose responses are kept. */
  get size(): number {
    return this.#namespaces.size;
  }

  /** A reader whose responses are not older than `notBefore`, by `performance.now()`. */
  since(notBefore: number): Reader {
    return {
      get: <T extends KubernetesObject>(resource: Resource<T>, name: string, namespace?: string) =>
        this.#share(notBefore, { resource, name, ...(namespace !== undefined && { namespace }) }, () =>
          this.#client.get(resource, name, namespace),
        ),
      list: <T extends KubernetesObject>(resource: Resource<T>, selection: Selection = {}) =>
        this.#share(notBefore, { resource, ...selection }, () => this.#client.list(resource, selection)),
      create: async <T extends KubernetesObject>(resource: Resource<T>, object: T) => {
        if (resource.group !== askingGroup) throw new Error(`a reader cannot create a ${resource.kind}`);
        const { namespace } = object.metadata;
        const asked = { resource, question: JSON.stringify(object), ...(namespace !== undefined && { namespace }) };
        return this.#share(notBefore, asked, () => this.#client.create(resource, object));
      },
    };
  }

  #share<T>(
    notBefore: number,
    asked: Selection & { readonly resource: Resource; readonly name?: string; readonly question?: string },
    read: () => Promise<T>,
  ): Promise<T> {
    const { resource, namespace = '', ...which } = asked;
    const reads = this.#readsOf(namespace);
    const key = JSON.stringify([apiVersionOf(resource), resource.plural, which]);
    const now = performance.now();
    const known = reads.get(key);
    // The key contains the kind, which determines the type of the response.
    if (known !== undefined && known.begunAt >= Math.max(notBefore, now - this.#settings.longest)) {
      return known.answer as Promise<T>;
    }
    const answer = read();
    const begun = { begunAt: now, answer };
    reads.set(key, begun);
    answer.catch((error: unknown) => {
      // A missing kind is a valid response, too.
      if (!isNotFound(error) && reads.get(key) === begun) reads.delete(key);
    });
    return answer;
  }

  #readsOf(namespace: string): Map<string, Read> {
    if (this.#namespaces.size === 0) this.#dropLater();
    const reads = this.#namespaces.get(namespace) ?? new Map<string, Read>();
    this.#namespaces.delete(namespace);
    this.#namespaces.set(namespace, reads);
    const [oldest] = this.#namespaces.keys();
    if (this.#namespaces.size > this.#settings.mostNamespaces && oldest !== undefined) this.#namespaces.delete(oldest);
    return reads;
  }

  /** Runs only while responses are kept. */
  #dropLater(): void {
    setTimeout(() => {
      const oldest = performance.now() - this.#settings.longest;
      for (const [namespace, reads] of this.#namespaces) {
        for (const [key, { begunAt }] of reads) if (begunAt < oldest) reads.delete(key);
        if (reads.size === 0) this.#namespaces.delete(namespace);
      }
      if (this.#namespaces.size > 0) this.#dropLater();
    }, this.#settings.longest).unref();
  }
}
