import type { KubernetesObject } from '../../src/k8s/object.ts';
import type { Resource } from '../../src/k8s/resource.ts';
import type { KubeClient, WatchEvent } from '../../src/service/kube/client.ts';

/** `NAMESPACE/NAME`, or `/NAME` for what has no namespace. */
export function keyOf(object: KubernetesObject): string {
  return `${object.metadata.namespace ?? ''}/${object.metadata.name}`;
}

/** All objects of one kind, as the watch last saw them. */
export class ObjectStore<T extends KubernetesObject> {
  readonly #resource: Resource<T>;
  readonly #objects = new Map<string, T>();
  readonly #listeners: ((event: WatchEvent<T>) => void)[] = [];

  constructor(resource: Resource<T>) {
    this.#resource = resource;
  }

  /** Follows the cluster until `signal` aborts. Listeners are added before. */
  follow(client: KubeClient, signal: AbortSignal): Promise<void> {
    return client.watch(
      this.#resource,
      {},
      (event) => {
        this.#take(event);
      },
      signal,
    );
  }

  onEvent(listener: (event: WatchEvent<T>) => void): void {
    this.#listeners.push(listener);
  }

  get(key: string): T | undefined {
    return this.#objects.get(key);
  }

  values(): T[] {
    return [...this.#objects.values()];
  }

  #take(event: WatchEvent<T>): void {
    const key = keyOf(event.object);
    if (event.type !== 'DELETED') this.#objects.set(key, event.object);
    // After a gap in the watch, the end of an object may come after the start of its successor.
    else if (this.#objects.get(key)?.metadata.uid === event.object.metadata.uid) this.#objects.delete(key);
    for (const listener of this.#listeners) listener(event);
  }
}
