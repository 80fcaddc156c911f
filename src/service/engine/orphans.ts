import { ecosystemFinalizer, registryFinalizer } from '../../domain/plan/migration-names.ts';
import type { KubernetesObject } from '../../k8s/object.ts';
import type { QuayEcosystem } from '../../k8s/quayecosystem.ts';
import { type Resource, quayEcosystems, quayRegistries } from '../../k8s/resource.ts';
import type { KubeClient } from '../kube/client.ts';
import { journalGone } from './conditions.ts';
import { publishConditions } from './publish.ts';

/**
 * What to do where our finalizers stand and no journal is: a dying object is let go (its namespace is being deleted, as
 * a rule), a living QuayEcosystem is left alone and says so. True when nothing may be begun.
 */
export async function releaseOrphans(
  client: KubeClient,
  target: { readonly namespace: string; readonly name: string },
  ecosystem: QuayEcosystem | undefined,
): Promise<boolean> {
  const registry = await client.get(quayRegistries, target.name, target.namespace);
  await releaseDying(client, quayRegistries, registry, registryFinalizer);
  await releaseDying(client, quayEcosystems, ecosystem, ecosystemFinalizer);
  const held = ecosystem?.metadata.finalizers?.includes(ecosystemFinalizer) === true;
  if (!held || ecosystem.metadata.deletionTimestamp !== undefined) return false;
  await publishConditions(client, ecosystem, [journalGone]);
  return true;
}

async function releaseDying<T extends KubernetesObject>(
  client: KubeClient,
  resource: Resource<T>,
  object: T | undefined,
  finalizer: string,
): Promise<void> {
  const finalizers = object?.metadata.finalizers ?? [];
  if (object?.metadata.deletionTimestamp === undefined || !finalizers.includes(finalizer)) return;
  const { name, namespace = '', resourceVersion } = object.metadata;
  const body = { metadata: { finalizers: finalizers.filter((one) => one !== finalizer), resourceVersion } };
  await client.patch(resource, { name, namespace }, { type: 'merge', body });
}
