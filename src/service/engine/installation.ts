import { configMaps, quayEcosystems } from '../../k8s/resource.ts';
import type { KubeClient } from '../kube/client.ts';
import { isLabelled } from './request.ts';

const key = 'labelledBefore';

/**
 * This installation of the product, as the chart's ConfigMap names it. It remembers which ecosystems carried the label
 * before the service first ran: the documentation has told people to set it for years, and nobody of them asked us.
 */
export interface Installation {
  readonly uid: string;
  /** Uids of ecosystems whose label is older than this installation. */
  labelledBefore(): Promise<ReadonlySet<string>>;
  /** The label was taken away: the next one is a request. */
  forgetLabel(uid: string): Promise<void>;
}

/** Reads the ConfigMap, and fills it at the first start. Only the holder of the Lease may call this. */
export async function openInstallation(
  client: KubeClient,
  place: { readonly namespace: string; readonly name: string; readonly watched: readonly string[] },
): Promise<Installation> {
  const { namespace, name } = place;
  const configMap = await client.get(configMaps, name, namespace);
  if (configMap === undefined) {
    throw new Error(`ConfigMap ${namespace}/${name} is missing: install the chart again to restore it`);
  }
  let labelled = new Set(readUids(configMap.data?.[key]));
  if (configMap.data?.[key] === undefined) {
    labelled = await labelledNow(client, place.watched);
    await write(client, place, labelled, configMap.metadata.resourceVersion);
  }
  return {
    uid: configMap.metadata.uid ?? '',
    labelledBefore: async () => labelled,
    forgetLabel: async (uid) => {
      if (!labelled.has(uid)) return;
      const rest = new Set([...labelled].filter((other) => other !== uid));
      await write(client, place, rest, undefined);
      labelled = rest;
    },
  };
}

async function labelledNow(client: KubeClient, watched: readonly string[]): Promise<Set<string>> {
  const selections = watched.length === 0 ? [{}] : watched.map((namespace) => ({ namespace }));
  const lists = await Promise.all(selections.map((selection) => client.list(quayEcosystems, selection)));
  return new Set(
    lists
      .flat()
      .filter(isLabelled)
      .map((ecosystem) => ecosystem.metadata.uid ?? ''),
  );
}

async function write(
  client: KubeClient,
  { namespace, name }: { readonly namespace: string; readonly name: string },
  uids: ReadonlySet<string>,
  resourceVersion: string | undefined,
): Promise<void> {
  const metadata = resourceVersion === undefined ? {} : { resourceVersion };
  const body = { metadata, data: { [key]: JSON.stringify([...uids]) } };
  await client.patch(configMaps, { namespace, name }, { type: 'merge', body });
}

function readUids(text: string | undefined): readonly string[] {
  if (text === undefined) return [];
  const parsed: unknown = JSON.parse(text);
  return Array.isArray(parsed) ? parsed.filter((uid) => typeof uid === 'string') : [];
}
