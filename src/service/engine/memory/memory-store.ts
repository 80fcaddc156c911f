import { createHash } from 'node:crypto';
import { managedBy, migrationLabels } from '../../../domain/migration-names.ts';
import type { ConfigMap } from '../../../k8s/configmap.ts';
import { configMaps } from '../../../k8s/resource.ts';
import { isNotFound } from '../../kube/api-error.ts';
import type { KubeClient } from '../../kube/client.ts';
import { overtaking } from '../../installation/list-patch.ts';
import { type Remembered, nothingRemembered, readRemembered } from './remembered.ts';

/** So many ecosystems of a namespace, and so many bytes: a ConfigMap holds 1 MiB. */
export const mostEcosystems = 300;
const mostBytes = 900 * 1024;
const mostRecalled = 16;

/** Its value tells the memory of one installation from another's in the same namespace. */
const memoryLabel = 'quay-migration/memory-of';
const namespaceAnnotation = 'quay-migration/namespace';

/** There is no room to remember another request of this namespace, so none of an ecosystem that is new may be executed. */
export class MemoryFull extends Error {}

/** Somebody has changed what is remembered of an ecosystem: what it has executed is not known any more. */
export class MemoryUnreadable extends Error {}

export interface EcosystemId {
  readonly namespace: string;
  readonly uid: string;
}

/** The memory of one namespace as it was read: a text for each ecosystem, by its uid. */
interface NamespaceMemory {
  readonly namespace: string;
  readonly texts: Readonly<Record<string, string>>;
}

/**
 * What is remembered of ecosystems: a ConfigMap for each of their namespaces, in the service's own, where no tenant can
 * write. One that is full stops the requests of its namespace and no others. Any replica may write: each write replaces
 * the version that was read, and is done again where another one came first.
 */
export class MemoryStore {
  readonly #client: KubeClient;
  readonly #place: { readonly namespace: string; readonly name: string };
  /** As they were recalled a moment ago: what is then remembered needs no second read. */
  readonly #recalled = new Map<string, ConfigMap>();

  /** `place` is that of the installation's ConfigMap. */
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

  /** What is remembered of an ecosystem whose request is about to be executed; throws MemoryFull where it could not be. */
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

  /** Answers what is remembered now. `change` may be called several times, and changes nothing when it answers the same. */
  update(id: EcosystemId, change: (before: Remembered) => Remembered): Promise<Remembered> {
    return overtaking(async () => {
      const recalled = this.#recalled.get(id.namespace);
      this.#recalled.delete(id.namespace);
      // Only a write proves that it is still so.
      const changed = recalled && (await this.#change(recalled, id, change).catch(maybeOutdated));
      return changed ?? (await this.#change(await this.#find(id.namespace), id, change)) ?? this.read(id);
    });
  }

  /** Undefined when nothing was to be changed. */
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

  /** Forgets ecosystems that are gone; the ConfigMap goes with the last. */
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
      `ConfigMap ${this.#place.namespace}/${this.#nameFor(namespace)}: data[${uid}] was changed by somebody, so nobody ` +
        'knows which requests were executed. An administrator of that ConfigMap has to delete the key',
    );
  }

  #full(namespace: string): MemoryFull {
    return new MemoryFull(
      `ConfigMap ${this.#place.namespace}/${this.#nameFor(namespace)}, where the service remembers the requests of ` +
        `namespace ${namespace}, is full. Delete QuayEcosystems of that namespace that nobody needs`,
    );
  }

  #nameFor(namespace: string): string {
    return `${this.#place.name}-memory-${shortHash(namespace)}`;
  }
}

/** A namespace has at most 63 characters, and a label's value too: a name that is made of one has not. */
function shortHash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}

/** What an older version does not allow, the one of now may. */
function maybeOutdated(error: unknown): undefined {
  if (!(error instanceof MemoryFull || error instanceof MemoryUnreadable || isNotFound(error))) throw error;
}

function hasRoom(data: Readonly<Record<string, string>>): boolean {
  const entries = Object.entries(data);
  const bytes = entries.reduce((sum, [uid, text]) => sum + uid.length + Buffer.byteLength(text), 0);
  return entries.length <= mostEcosystems && bytes <= mostBytes;
}
