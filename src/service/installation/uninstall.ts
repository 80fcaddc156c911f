import { ecosystemFinalizer, registryFinalizer } from '../../domain/migration-names.ts';
import type { QuayRegistry } from '../../k8s/quayregistry.ts';
import { quayEcosystems, quayRegistries } from '../../k8s/resource.ts';
import { claimOf, takenBy } from '../engine/request/claim.ts';
import type { Journal } from '../engine/journal/journal.ts';
import { JournalStore } from '../engine/journal/journal-store.ts';
import { isNotFound } from '../kube/api-error.ts';
import type { KubeClient } from '../kube/client.ts';
import { type InstallationPlace, type OpenJournals, findOpenJournals } from './installed-journals.ts';
import { overtaking, removeEntry } from './list-patch.ts';

export class UninstallRefused extends Error {}

/**
 * Prepares the removal of the service: fails while one of its migrations is open, then removes our finalizer from
 * QuayRegistries, which nothing would remove afterwards. Idempotent.
 */
export async function prepareUninstall(
  client: KubeClient,
  place: InstallationPlace,
  { force, say }: { readonly force: boolean; readonly say: (line: string) => void },
): Promise<void> {
  // In this order: a journal is older than its QuayRegistry, so that of every listed QuayRegistry is found.
  const registries = await guardedRegistries(client, place);
  const found = await findOpenJournals(client, place);
  const claim = claimOf({ namespace: place.namespace, uid: found.installation });
  const guarded: QuayRegistry[] = [];
  for (const registry of registries) {
    if (!(await isOfAnother(client, registry, claim))) guarded.push(registry);
  }
  const open = [...openMigrations(found), ...guarded.filter(isDying).map(rollbackInProgress)];
  if (open.length > 0 && !force) throw new UninstallRefused(refusal(open));
  for (const line of open) say(`uninstalling although a migration is open: ${line}`);
  const journals = new JournalStore(client, place.namespace);
  // Nothing would remove their finalizer afterwards, and the namespace could never be deleted.
  for (const secret of found.secrets) await journals.unprotect(secret);
  if (open.length > 0) say(`The QuayEcosystems of open migrations keep the finalizer ${ecosystemFinalizer}.`);
  for (const { metadata } of guarded) {
    const { namespace = '', name } = metadata;
    if (await removeGuard(client, { namespace, name })) {
      say(`QuayRegistry ${namespace}/${name}: finalizer ${registryFinalizer} removed`);
    }
  }
}

/** A held migration counts as open: it requires action by a person, and the old registry is scaled down. */
function openMigrations({ journals, unreadable }: OpenJournals): readonly string[] {
  const phases: Readonly<Partial<Record<Journal['phase'], string>>> = {
    running: 'is running',
    'rolling-back': 'is rolling back',
    holding: 'has failed and requires your decision',
  };
  const open = journals.map(({ ecosystem, attempt, phase }) => {
    return `QuayEcosystem ${ecosystem.namespace}/${ecosystem.name}: attempt ${attempt} ${phases[phase] ?? phase}`;
  });
  return [...open, ...unreadable];
}

function isDying({ metadata }: QuayRegistry): boolean {
  return metadata.deletionTimestamp !== undefined;
}

/** A QuayRegistry that is being deleted: without our finalizer, its volume and keys would be deleted with it. */
function rollbackInProgress({ metadata }: QuayRegistry): string {
  return `QuayRegistry ${metadata.namespace ?? ''}/${metadata.name}: is being deleted, which rolls its migration back`;
}

function refusal(open: readonly string[]): string {
  return [
    'The release was not uninstalled: without the service, these open migrations cannot be finished or rolled back.',
    ...open.map((line) => `  ${line}`),
    'Wait until they are over, or roll them back: oc -n NAMESPACE annotate quayecosystem NAME quay-migration/rollback=REQUEST',
    'To uninstall anyway: helm upgrade RELEASE CHART --reuse-values --set forceUninstall=true, then uninstall again.',
  ].join('\n');
}

async function guardedRegistries(client: KubeClient, { watched }: InstallationPlace): Promise<readonly QuayRegistry[]> {
  const selections = watched.length === 0 ? [{}] : watched.map((namespace) => ({ namespace }));
  const found: QuayRegistry[] = [];
  for (const selection of selections) found.push(...(await listRegistries(client, selection)));
  return found.filter(({ metadata }) => metadata.finalizers?.includes(registryFinalizer) === true);
}

/** Empty when the CustomResourceDefinition of QuayRegistries does not exist. */
async function listRegistries(client: KubeClient, selection: { readonly namespace?: string }): Promise<QuayRegistry[]> {
  try {
    return await client.list(quayRegistries, selection);
  } catch (error) {
    if (isNotFound(error)) return [];
    throw error;
  }
}

/** Whether another installation claimed the QuayEcosystem. A deleted QuayEcosystem has no claim. */
async function isOfAnother(client: KubeClient, { metadata }: QuayRegistry, claim: string): Promise<boolean> {
  const ecosystem = await client.get(quayEcosystems, metadata.name, metadata.namespace);
  return takenBy(ecosystem, claim) !== undefined;
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
