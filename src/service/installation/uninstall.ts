import { ecosystemFinalizer, migrationLabels, registryFinalizer } from '../../domain/plan/migration-names.ts';
import type { QuayRegistry } from '../../k8s/quayregistry.ts';
import { quayRegistries } from '../../k8s/resource.ts';
import { type Journal, isActive } from '../engine/journal.ts';
import { isNotFound } from '../kube/api-error.ts';
import type { KubeClient } from '../kube/client.ts';
import { type FoundJournals, type InstallationPlace, findJournals, selections } from './installed-journals.ts';
import { overtaking, removeEntry } from './list-patch.ts';

export class UninstallRefused extends Error {}

/**
 * What has to be done before the service goes: refuses while one of its migrations is open, then takes our finalizer
 * from QuayRegistries, which nobody would remove afterwards. May be done again.
 */
export async function prepareUninstall(
  client: KubeClient,
  place: InstallationPlace,
  { force, say }: { readonly force: boolean; readonly say: (line: string) => void },
): Promise<void> {
  // In this order: a journal is older than its QuayRegistry, so the journal of every one that is found is found, too.
  const registries = await guardedRegistries(client, place);
  const found = await findJournals(client, place);
  const guarded = registries.filter((registry) => !found.others.some((journal) => isOf(journal, registry)));
  const open = [...whatIsOpen(found), ...guarded.filter(isDying).map(onItsWayBack)];
  if (open.length > 0 && !force) throw new UninstallRefused(refusal(open));
  for (const line of open) say(`uninstalled all the same: ${line}`);
  if (open.length > 0) say(`A QuayEcosystem that is held keeps the finalizer ${ecosystemFinalizer}.`);
  for (const { metadata } of guarded) {
    const { namespace = '', name } = metadata;
    if (await removeGuard(client, { namespace, name })) {
      say(`QuayRegistry ${namespace}/${name}: finalizer ${registryFinalizer} removed`);
    }
  }
}

/** A migration that holds waits for a person, and has the old registry stopped: it is as open as one that runs. */
function whatIsOpen({ ours, unreadable }: FoundJournals): readonly string[] {
  const phases: Readonly<Partial<Record<Journal['phase'], string>>> = {
    running: 'is under way',
    'rolling-back': 'is on its way back',
    holding: 'has failed and waits for a decision',
  };
  const open = ours
    .filter((journal) => isActive(journal) || journal.phase === 'holding')
    .map(({ ecosystem, attempt, phase }) => {
      return `QuayEcosystem ${ecosystem.namespace}/${ecosystem.name}: attempt ${attempt} ${phases[phase] ?? phase}`;
    });
  return [...open, ...unreadable];
}

function isDying({ metadata }: QuayRegistry): boolean {
  return metadata.deletionTimestamp !== undefined;
}

/** Somebody deleted it a moment ago: without our finalizer, its volume and keys would go before they are kept. */
function onItsWayBack({ metadata }: QuayRegistry): string {
  return `QuayRegistry ${metadata.namespace ?? ''}/${metadata.name}: is being deleted, which takes its migration back`;
}

function refusal(open: readonly string[]): string {
  return [
    'Not uninstalled: without the service, nobody would finish or take back what is open.',
    ...open.map((line) => `  ${line}`),
    'Wait for its end, or take it back: oc -n NAMESPACE annotate quayecosystem NAME quay-migration/rollback=REQUEST',
    'To uninstall all the same: helm upgrade RELEASE CHART --reuse-values --set forceUninstall=true, then uninstall.',
  ].join('\n');
}

async function guardedRegistries(client: KubeClient, place: InstallationPlace): Promise<readonly QuayRegistry[]> {
  const found: QuayRegistry[] = [];
  for (const selection of selections(place)) found.push(...(await listRegistries(client, selection)));
  return found.filter(({ metadata }) => metadata.finalizers?.includes(registryFinalizer) === true);
}

/** None where no operator for them was ever installed. */
async function listRegistries(client: KubeClient, selection: { readonly namespace?: string }): Promise<QuayRegistry[]> {
  try {
    return await client.list(quayRegistries, selection);
  } catch (error) {
    if (isNotFound(error)) return [];
    throw error;
  }
}

function isOf({ ecosystem, attempt }: Journal, { metadata }: QuayRegistry): boolean {
  return (
    ecosystem.namespace === metadata.namespace &&
    ecosystem.name === metadata.labels?.[migrationLabels.ecosystem] &&
    String(attempt) === metadata.labels[migrationLabels.attempt]
  );
}

function removeGuard(
  client: KubeClient,
  target: { readonly namespace: string; readonly name: string },
): Promise<boolean> {
  return overtaking(async () => {
    const registry = await client.get(quayRegistries, target.name, target.namespace);
    const finalizers = registry?.metadata.finalizers ?? [];
    if (!finalizers.includes(registryFinalizer)) return false;
    const body = removeEntry('/metadata/finalizers', finalizers, registryFinalizer);
    await client.patch(quayRegistries, target, { type: 'json', body });
    return true;
  });
}
