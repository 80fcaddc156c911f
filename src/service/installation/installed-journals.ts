import { type Target } from '../engine/journal/journal-names.ts';
import { type Journal } from '../engine/journal/journal.ts';
import { isOpen } from '../engine/journal/journal-protection.ts';
import { JournalStore, UnreadableJournal } from '../engine/journal/journal-store.ts';
import { configMaps } from '../../k8s/resource.ts';
import type { KubeClient } from '../kube/client.ts';

/** Identifies the migrations of this installation. */
export interface InstallationPlace {
  /** Namespace of the journals and of the ConfigMap whose uid identifies their installation. */
  readonly namespace: string;
  readonly configMap: string;
  /** Where QuayRegistries are looked for; empty for all namespaces. */
  readonly watched: readonly string[];
}

export interface OpenJournals {
  /** Uid of the installation. */
  readonly installation: string;
  readonly journals: readonly Journal[];
  /** The error of each journal of an open attempt that could not be read. */
  readonly unreadable: readonly string[];
  /** Names of the Secrets that hold them. */
  readonly secrets: readonly string[];
}

/** The journals of this installation with an open attempt. */
export async function findOpenJournals(client: KubeClient, place: InstallationPlace): Promise<OpenJournals> {
  const configMap = await client.get(configMaps, place.configMap, place.namespace);
  if (configMap === undefined) {
    throw new Error(
      `ConfigMap ${place.namespace}/${place.configMap} is missing, so the migrations of this installation cannot be ` +
        'identified. Restore the ConfigMap from a backup, or uninstall with --no-hooks.',
    );
  }
  const installation = configMap.metadata.uid ?? '';
  const store = new JournalStore(client, place.namespace);
  const ours = (await store.list()).filter((one) => one.protected && one.installation === installation);
  const opened: (readonly Journal[] | string)[] = [];
  for (const target of distinct(ours.flatMap(({ target }) => (target === undefined ? [] : [target])))) {
    opened.push(await openOrFault(store, target));
  }
  const nameless = ours.filter(({ target }) => target === undefined);
  return {
    installation,
    journals: opened.flatMap((one) => (typeof one === 'string' ? [] : one)),
    unreadable: [
      ...opened.filter((one) => typeof one === 'string'),
      ...nameless.map(({ name }) => `Secret ${place.namespace}/${name} does not name the QuayEcosystem of its journal`),
    ],
    secrets: ours.map(({ name }) => name),
  };
}

async function openOrFault(store: JournalStore, target: Target): Promise<readonly Journal[] | string> {
  try {
    return (await store.of(target).list()).map(({ journal }) => journal).filter(isOpen);
  } catch (error) {
    if (error instanceof UnreadableJournal) return error.message;
    throw error;
  }
}

function distinct(targets: readonly Target[]): readonly Target[] {
  return [...new Map(targets.map((target) => [`${target.namespace}/${target.name}`, target])).values()];
}
