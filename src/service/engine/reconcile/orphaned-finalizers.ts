import { finalizersWithout, hasFinalizer } from '../objects/finalizers.ts';
import { ecosystemFinalizer, registryFinalizer } from '../../../domain/migration-names.ts';
import type { KubernetesObject } from '../../../k8s/object.ts';
import type { QuayEcosystem } from '../../../k8s/quayecosystem.ts';
import { type Resource, quayEcosystems, quayRegistries } from '../../../k8s/resource.ts';
import type { KubeClient } from '../../kube/client.ts';
import { earlierJournals } from '../request/earlier-journals.ts';
import { namespaceEnds } from './ended-namespace.ts';
import { publishConditions } from '../status/publish.ts';
import type { Reach } from '../journal/reach.ts';
import { isLabelled } from '../request/request.ts';
import { journalGone, journalsOfEarlierVersion } from '../status/inaction.ts';

/**
 * Handles an ecosystem without journals: objects with our finalizers that are being deleted (usually with their
 * namespace) are released; a QuayEcosystem that is not being deleted keeps the finalizer and gets a condition. Returns
 * true when no attempt may start.
 */
export async function heldByOrphanedFinalizer(reach: Reach, ecosystem: QuayEcosystem | undefined): Promise<boolean> {
  const { client, target, journals } = reach;
  const registry = await client.get(quayRegistries, target.name, target.namespace);
  const held = hasFinalizer(ecosystem, ecosystemFinalizer);
  if (held || hasFinalizer(registry, registryFinalizer) || (ecosystem !== undefined && isLabelled(ecosystem))) {
    const earlier = await earlierJournals(reach);
    // They may belong to a migration that only an earlier version can finish, so its finalizers stay.
    if (earlier.length > 0 && !(await namespaceEnds(reach))) {
      if (ecosystem) await publishConditions(client, ecosystem, [journalsOfEarlierVersion(target, earlier)]);
      return true;
    }
  }
  await releaseDying(client, quayRegistries, registry, registryFinalizer);
  await releaseDying(client, quayEcosystems, ecosystem, ecosystemFinalizer);
  if (!held || ecosystem?.metadata.deletionTimestamp !== undefined) return false;
  if (ecosystem) await publishConditions(client, ecosystem, [journalGone(target, journals.namespace)]);
  return true;
}

/** Releases the objects of a namespace that is being deleted. True when one of them still has our finalizer. */
export async function releaseInEndedNamespace(
  { client, target }: Reach,
  ecosystem: QuayEcosystem | undefined,
): Promise<boolean> {
  const registry = await client.get(quayRegistries, target.name, target.namespace);
  await releaseDying(client, quayRegistries, registry, registryFinalizer);
  await releaseDying(client, quayEcosystems, ecosystem, ecosystemFinalizer);
  return hasFinalizer(registry, registryFinalizer) || hasFinalizer(ecosystem, ecosystemFinalizer);
}

async function releaseDying<T extends KubernetesObject>(
  client: KubeClient,
  resource: Resource<T>,
  object: T | undefined,
  finalizer: string,
): Promise<void> {
  if (object?.metadata.deletionTimestamp === undefined || !hasFinalizer(object, finalizer)) return;
  const { name, namespace = '', resourceVersion } = object.metadata;
  const body = { metadata: { finalizers: finalizersWithout(object, finalizer), resourceVersion } };
  await client.patch(resource, { name, namespace }, { type: 'merge', body });
}
