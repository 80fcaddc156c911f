import type { ConfigMap } from '../../../k8s/configmap.ts';
import type { QuayEcosystem } from '../../../k8s/quayecosystem.ts';
import { configMaps, quayEcosystems } from '../../../k8s/resource.ts';
import type { KubeClient } from '../../kube/client.ts';
import { type Requesters, requestersIn } from './requesters.ts';
import { type EarlierMemory, earlierKeys, readEarlierMemory } from '../memory/earlier-memory.ts';
import { type EcosystemId, MemoryFull, MemoryStore } from '../memory/memory-store.ts';
import { type Remembered, readRemembered, requestHash, withExecuted } from '../memory/remembered.ts';
import { isLabelled } from './request.ts';

const recordedKey = 'labelsRecorded';

interface InstallationPlace {
  readonly namespace: string;
  /** Name of the chart's ConfigMap. */
  readonly name: string;
  /** Empty for all namespaces. */
  readonly watched: readonly string[];
}

/**
 * This installation of the product, identified by the chart's ConfigMap, with its records of ecosystems: the requests
 * that were executed, independent of the journals, and the ecosystems that had the label before the service first ran.
 * The Red Hat Quay documentation has told users for years to set that label, so it is not a request to this service.
 */
export interface Installation {
  readonly uid: string;
  /** The record of an ecosystem whose request is about to be executed. Throws MemoryFull and MemoryUnreadable. */
  recall(id: EcosystemId): Promise<Remembered>;
  /** Records that the requests were executed. */
  remember(id: EcosystemId, requests: readonly string[]): Promise<void>;
  /** The label was removed: setting it again is a request. */
  forgetLabel(id: EcosystemId): Promise<void>;
  /** Removes the records of deleted ecosystems of a namespace. */
  forgetGone(namespace: string): Promise<void>;
  /** The users who requested rollbacks, until those start. */
  readonly rollbackRequesters: Pick<Requesters, 'pending' | 'forget'>;
}

/** Reads the records, and writes them for present labels at the first start. Only the holder of the Lease may call this. */
export async function openInstallation(client: KubeClient, place: InstallationPlace): Promise<Installation> {
  const { namespace, name } = place;
  const configMap = await client.get(configMaps, name, namespace);
  if (configMap === undefined) {
    throw new Error(`ConfigMap ${namespace}/${name} is missing. Install the chart again to restore it.`);
  }
  const store = new MemoryStore(client, place);
  // Read the records before the list of ecosystems, so that one created in between does not count as deleted.
  const remembered = await store.all();
  const existing = await listEcosystems(client, place.watched);
  if (configMap.data?.[recordedKey] === undefined) await recordFirst(client, store, configMap, existing);
  const opened = new OpenedInstallation(configMap.metadata.uid ?? '', client, store);
  const present = new Set(existing.map(({ metadata }) => metadata.uid));
  for (const memory of remembered) {
    const { watched } = place;
    const gone = Object.keys(memory.texts).filter((uid) => !present.has(uid));
    if (gone.length > 0 && (watched.length === 0 || watched.includes(memory.namespace))) {
      await store.forget(memory.namespace, gone);
    }
  }
  await opened.takeOver(existing);
  return opened;
}

/** Records which ecosystems have the label now, or takes over the records of an earlier version of the service. */
async function recordFirst(
  client: KubeClient,
  store: MemoryStore,
  configMap: ConfigMap,
  existing: readonly QuayEcosystem[],
): Promise<void> {
  const earlier: EarlierMemory = readEarlierMemory(configMap.data ?? {});
  for (const ecosystem of existing) {
    const { namespace = '', uid = '' } = ecosystem.metadata;
    const requests = earlier.executed[uid] ?? [];
    const labelled = earlier.labelledBefore?.includes(uid) ?? isLabelled(ecosystem);
    if (requests.length === 0 && !labelled) continue;
    try {
      await store.update({ namespace, uid }, (memory) => ({
        ...withExecuted(memory, requests),
        ...(labelled && { labelledBefore: true as const }),
      }));
    } catch (error) {
      // Requests that cannot be recorded are never executed, so this is safe.
      if (!(error instanceof MemoryFull)) throw error;
    }
  }
  const { name, namespace = '', resourceVersion } = configMap.metadata;
  const outdated = Object.fromEntries(earlierKeys(configMap.data ?? {}).map((key) => [key, null]));
  const body = { metadata: { resourceVersion }, data: { ...outdated, [recordedKey]: 'true' } };
  await client.patch(configMaps, { namespace, name }, { type: 'merge', body });
}

class OpenedInstallation implements Installation {
  readonly uid: string;
  readonly rollbackRequesters: Requesters;
  readonly #client: KubeClient;
  readonly #store: MemoryStore;
  /** Cache of the records, so that most passes need no read: hashes of executed requests by uid. */
  readonly #executed = new Map<string, ReadonlySet<string>>();
  readonly #labelledBefore = new Set<string>();

  constructor(uid: string, client: KubeClient, store: MemoryStore) {
    this.uid = uid;
    this.#client = client;
    this.#store = store;
    this.rollbackRequesters = requestersIn(store, 'rolledBackBy');
  }

  async takeOver(existing: readonly QuayEcosystem[]): Promise<void> {
    for (const { texts } of await this.#store.all()) {
      for (const [uid, text] of Object.entries(texts)) {
        const memory = readRemembered(text);
        if (memory !== undefined) this.#note(uid, memory);
      }
    }
    for (const ecosystem of existing) {
      const { namespace = '', uid = '' } = ecosystem.metadata;
      if (!isLabelled(ecosystem)) await this.forgetLabel({ namespace, uid });
    }
  }

  recall(id: EcosystemId): Promise<Remembered> {
    return this.#store.recall(id);
  }

  async remember(id: EcosystemId, requests: readonly string[]): Promise<void> {
    const known = this.#executed.get(id.uid);
    if (requests.every((request) => known?.has(requestHash(request)) === true)) return;
    this.#note(id.uid, await this.#store.update(id, (memory) => withExecuted(memory, requests)));
  }

  async forgetLabel(id: EcosystemId): Promise<void> {
    if (!this.#labelledBefore.has(id.uid)) return;
    await this.#store.update(id, ({ labelledBefore: _outdated, ...rest }) => rest);
    this.#labelledBefore.delete(id.uid);
  }

  async forgetGone(namespace: string): Promise<void> {
    const remembered = await this.#store.uids(namespace);
    if (remembered.length === 0) return;
    const existing = await this.#client.list(quayEcosystems, { namespace });
    const gone = remembered.filter((uid) => !existing.some(({ metadata }) => metadata.uid === uid));
    if (gone.length > 0) await this.#store.forget(namespace, gone);
    for (const uid of gone) {
      this.#executed.delete(uid);
      this.#labelledBefore.delete(uid);
    }
  }

  #note(uid: string, { executed, labelledBefore }: Remembered): void {
    this.#executed.set(uid, new Set(executed));
    if (labelledBefore === true) this.#labelledBefore.add(uid);
  }
}

async function listEcosystems(client: KubeClient, watched: readonly string[]): Promise<readonly QuayEcosystem[]> {
  const selections = watched.length === 0 ? [{}] : watched.map((namespace) => ({ namespace }));
  return (await Promise.all(selections.map((selection) => client.list(quayEcosystems, selection)))).flat();
}
