import { createHash } from 'node:crypto';
import { managedBy, migrationLabels } from '../../../domain/migration-names.ts';
import type { ConfigMap } from '../../../k8s/configmap.ts';
import { configMaps } from '../../../k8s/resource.ts';
import { isNotFound } from '../../kube/api-error.ts';
import type { KubeClient } from '../../kube/client.ts';
import { overtaking } from '../../installation/list-patch.ts';
import { type Remembered, nothingRemembered, readRemembered } from './remembered.ts';

/** Limits for one namespace, in ecosystems and bytes: a ConfigMap holds at most 1 MiB. */
export const mostEcosystems = 300;
const mostBytes = 900 * 1024;
const mostRecalled = 16;

/** Its value identifies the installation, because several installations may share a namespace. */
const memoryLabel = 'quay-migration/memory-of';
const namespaceAnnotation = 'quay-migration/namespace';

/** The ConfigMap of a namespace is full: requests of further ecosystems cannot be recorded, so they are not executed. */
export class MemoryFull extends Error {}

/** The record of an ecosystem was edited and is invalid: its executed requests are unknown. */
export class MemoryUnreadable extends Error {}

export interface EcosystemId {
  readonly namespace: string;
  readonly uid: string;
}

/** The records of one namespace as read from its ConfigMap: the serialized record of each ecosystem, by uid. */
interface NamespaceMemory {
  readonly namespace: string;
  readonly texts: Readonly<Record<string, string>>;
}

/**
 * The records of ecosystems: one ConfigMap per namespace of ecosystems, kept in the service's own namespace, where no
 * tenant can write. A full ConfigMap rejects the requests of its namespace only. Any replica may write: each write
 * replaces the version that was read, and is retried after a conflict.
 */
export class MemoryStore {
  readonly #client: KubeClient;
  readonly #place: { readonly namespace: string; readonly name: string };
  /** ConfigMaps that `recall` read a moment ago, so that the following update needs no second read. */
  readonly #recalled = new Map<string, ConfigMap>();

  /** `place`: namespace and name of the installation's ConfigMap. */
  constructor(client: KubeClient, place: { readonly namespace: string; readonly name: string }) {
    this.#client = client;
    this.#place = place;
  }

  async all(): Promise<readonly NamespaceMemory[]> {
    const labelSelector = `${memoryLabel}=${shortHash(this.#place.name)}`;
    const found = await this.#client.list(configMaps, { namespace: this.#place.namespace, labelSelector });
    return found.map(({ metadata, data = {} }) => ({
      namespace: metadata.annotations?.[namespaceAnnotation] ?? '',
      texts: data,
    }));
  }

  async read(id: EcosystemId): Promise<Remembered> {
    return this.#remembered((await this.#find(id.namespace))?.data?.[id.uid], id);
  }

  /** The record of an ecosystem whose request is about to be executed. Throws MemoryFull when it could not be stored. */
  async recall(id: EcosystemId): Promise<Remembered> {
    const found = await this.#find(id.namespace);
    this.#keep(id.namespace, found);
    const { data = {} } = found ?? {};
    if (!(id.uid in data) && !hasRoom({ ...data, [id.uid]: '' })) throw this.#full(id.namespace);
    return this.#remembered(data[id.uid], id);
  }

  async uids(namespace: string): Promise<readonly string[]> {
    return Object.keys((await this.#find(namespace))?.data ?? {});
  }

  /** Returns the record after the change. `change` may be called several times; an unchanged record is not written. */
  update(id: EcosystemId, change: (before: Remembered) => Remembered): Promise<Remembered> {
    return overtaking(async () => {
      const recalled = this.#recalled.get(id.namespace);
      this.#recalled.delete(id.namespace);
      // The cached version may be outdated; only a successful write proves that it is current.
      const changed = recalled && (await this.#change(recalled, id, change).catch(maybeOutdated));
      return changed ?? (await this.#change(await this.#find(id.namespace), id, change)) ?? this.read(id);
    });
  }

  /** Undefined when the record did not change. */
  async #change(
    found: ConfigMap | undefined,
    id: EcosystemId,
    change: (before: Remembered) => Remembered,
  ): Promise<Remembered | undefined> {
    const before = this.#remembered(found?.data?.[id.uid], id);
    const next = change(before);
    if (JSON.stringify(next) === JSON.stringify(before)) return undefined;
    const data = { ...found?.data, [id.uid]: JSON.stringify(next) };
    if (!hasRoom(data)) throw this.#full(id.namespace);
    this.#keep(id.namespace, await this.#write(id.namespace, found, data));
    return next;
  }

  #keep(namespace: string, configMap: ConfigMap | undefined): void {
    this.#recalled.delete(namespace);
    if (configMap !== undefined) this.#recalled.set(namespace, configMap);
    const [oldest] = this.#recalled.keys();
    if (this.#recalled.size > mostRecalled && oldest !== undefined) this.#recalled.delete(oldest);
  }

  /** Removes the records of deleted ecosystems, and the ConfigMap with the last of them. */
  async forget(namespace: string, uids: readonly string[]): Promise<void> {
    await overtaking(async () => {
      const found = await this.#find(namespace);
      if (found === undefined || !uids.some((uid) => uid in (found.data ?? {}))) return;
      const left = Object.entries(found.data ?? {}).filter(([uid]) => !uids.includes(uid));
      if (left.length > 0) {
        await this.#write(namespace, found, Object.fromEntries(left));
        return;
      }
      const { resourceVersion = '', uid = '' } = found.metadata;
      await this.#client.delete(configMaps, found.metadata, { uid, resourceVersion });
    });
  }

  #find(namespace: string): Promise<ConfigMap | undefined> {
    return this.#client.get(configMaps, this.#nameFor(namespace), this.#place.namespace);
  }

  #write(namespace: string, found: ConfigMap | undefined, data: Record<string, string>): Promise<ConfigMap> {
    if (found !== undefined) return this.#client.replace(configMaps, { ...found, data });
    return this.#client.create(configMaps, {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: {
        name: this.#nameFor(namespace),
        namespace: this.#place.namespace,
        labels: { [migrationLabels.managedBy]: managedBy, [memoryLabel]: shortHash(this.#place.name) },
        annotations: { [namespaceAnnotation]: namespace },
      },
      data,
    });
  }

  #remembered(text: string | undefined, { namespace, uid }: EcosystemId): Remembered {
    if (text === undefined) return nothingRemembered;
    const read = readRemembered(text);
    if (read !== undefined) return read;
    throw new MemoryUnreadable(
      `data[${uid}] of ConfigMap ${this.#place.namespace}/${this.#nameFor(namespace)} was edited and is no longer valid, ` +
        'so the service does not know which requests were executed. Have an administrator of that ConfigMap delete the key',
    );
  }

  #full(namespace: string): MemoryFull {
    return new MemoryFull(
      `ConfigMap ${this.#place.namespace}/${this.#nameFor(namespace)}, in which the service records the requests of ` +
        `namespace ${namespace}, is full. Delete QuayEcosystems of that namespace that are no longer needed`,
    );
  }

  #nameFor(namespace: string): string {
    return `${this.#place.name}-memory-${shortHash(namespace)}`;
  }
}

/** Names derived from a namespace must stay within the limit of 63 characters for label values. */
function shortHash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}

/** An error that an outdated version of the ConfigMap may have caused. */
function maybeOutdated(error: unknown): undefined {
  if (!(error instanceof MemoryFull || error instanceof MemoryUnreadable || isNotFound(error))) throw error;
}

function hasRoom(data: Readonly<Record<string, string>>): boolean {
  const entries = Object.entries(data);
  const bytes = entries.reduce((sum, [uid, text]) => sum + uid.length + Buffer.byteLength(text), 0);
  return entries.length <= mostEcosystems && bytes <= mostBytes;
}
