import { migrationLabels } from '../../domain/plan/migration-names.ts';
import { configMaps, secrets } from '../../k8s/resource.ts';
import type { Secret } from '../../k8s/secret.ts';
import type { Journal } from '../engine/journal.ts';
import { UnreadableJournal, isJournal, openJournal } from '../engine/journal-store.ts';
import type { KubeClient } from '../kube/client.ts';

/** Which of the cluster's migrations are ours. */
export interface InstallationPlace {
  /** Of the ConfigMap by whose uid journals name their installation. */
  readonly namespace: string;
  readonly configMap: string;
  /** Empty for all namespaces. */
  readonly watched: readonly string[];
}

export interface FoundJournals {
  readonly ours: readonly Journal[];
  readonly others: readonly Journal[];
  /** What is wrong with each journal that could not be read. */
  readonly unreadable: readonly string[];
}

/** What to list for the namespaces that are watched: each of them, or all at once. */
export function selections({ watched }: InstallationPlace): readonly { readonly namespace?: string }[] {
  return watched.length === 0 ? [{}] : watched.map((namespace) => ({ namespace }));
}

/** All journals in the watched namespaces. Another installation may have some there, too. */
export async function findJournals(client: KubeClient, place: InstallationPlace): Promise<FoundJournals> {
  const installation = await client.get(configMaps, place.configMap, place.namespace);
  if (installation === undefined) {
    throw new Error(
      `ConfigMap ${place.namespace}/${place.configMap} is missing, so nobody can tell which migrations are of this ` +
        'installation. Restore it from a backup, or uninstall with --no-hooks.',
    );
  }
  const opened: (Journal | string)[] = [];
  for (const selection of selections(place)) {
    const found = await client.list(secrets, { ...selection, labelSelector: migrationLabels.ecosystem });
    opened.push(...found.filter(isJournal).map(journalOrFault));
  }
  const journals = opened.filter((one) => typeof one !== 'string');
  const isOurs = (journal: Journal): boolean => journal.installation === installation.metadata.uid;
  return {
    ours: journals.filter(isOurs),
    others: journals.filter((journal) => !isOurs(journal)),
    unreadable: opened.filter((one) => typeof one === 'string'),
  };
}

function journalOrFault(secret: Secret): Journal | string {
  try {
    return openJournal(secret).journal;
  } catch (error) {
    if (error instanceof UnreadableJournal) return error.message;
    throw error;
  }
}
