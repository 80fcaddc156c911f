import { configMaps, quayEcosystems } from '../../k8s/resource.ts';
import type { KubeClient } from '../kube/client.ts';
import { type AskedBy, askedByIn } from './asked-by.ts';
import { isLabelled } from './request.ts';

const labelledKey = 'labelledBefore';
const executedKey = 'executedRequests';

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
  /** Requests of an ecosystem that were executed, also when somebody has tidied the journals away. */
  executed(uid: string): readonly string[];
  remember(uid: string, requests: readonly string[]): Promise<void>;
  /** The user who asked for a request; `unknown` where label and annotation alone did. */
  askedBy(request: string): Promise<string>;
  /** Who asked for ways back, until they are begun. */
  readonly takenBackBy: Pick<AskedBy, 'waiting' | 'forget'>;
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
  let labelled = new Set(readUids(configMap.data?.[labelledKey]));
  const executed = new Map(Object.entries(readRequests(configMap.data?.[executedKey])));
  if (configMap.data?.[labelledKey] === undefined) {
    labelled = await labelledNow(client, place.watched);
    await write(client, place, { [labelledKey]: [...labelled] }, configMap.metadata.resourceVersion);
  }
  return {
    uid: configMap.metadata.uid ?? '',
    labelledBefore: async () => labelled,
    forgetLabel: async (uid) => {
      if (!labelled.has(uid)) return;
      const rest = new Set([...labelled].filter((other) => other !== uid));
      await write(client, place, { [labelledKey]: [...rest] });
      labelled = rest;
    },
    executed: (uid) => executed.get(uid) ?? [],
    remember: async (uid, requests) => {
      if (requests.every((request) => executed.get(uid)?.includes(request) === true)) return;
      const next = new Map(executed).set(uid, [...new Set([...(executed.get(uid) ?? []), ...requests])]);
      await write(client, place, { [executedKey]: Object.fromEntries(next) });
      executed.set(uid, next.get(uid) ?? []);
      // It is in the journal by now.
      await askedByIn(client, place).forget(requests.at(-1) ?? '');
    },
    askedBy: async (request) => (await askedByIn(client, place).waiting(request)) ?? 'unknown',
    takenBackBy: askedByIn(client, place, 'taken-back-by'),
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
  values: Readonly<Record<string, unknown>>,
  resourceVersion?: string,
): Promise<void> {
  const metadata = resourceVersion === undefined ? {} : { resourceVersion };
  const data = Object.fromEntries(Object.entries(values).map(([key, value]) => [key, JSON.stringify(value)]));
  await client.patch(configMaps, { namespace, name }, { type: 'merge', body: { metadata, data } });
}

function readRequests(text: string | undefined): Record<string, readonly string[]> {
  return text === undefined ? {} : (JSON.parse(text) as Record<string, readonly string[]>);
}

function readUids(text: string | undefined): readonly string[] {
  if (text === undefined) return [];
  const parsed: unknown = JSON.parse(text);
  return Array.isArray(parsed) ? parsed.filter((uid) => typeof uid === 'string') : [];
}
