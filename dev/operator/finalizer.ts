import type { QuayRegistry } from '../../src/k8s/quayregistry.ts';
import { quayRegistries } from '../../src/k8s/resource.ts';
import type { KubeClient } from '../../src/service/kube/client.ts';

const finalizer = 'quay-operator/finalizer';

/** After the first clean pass the operator has a word in the registry's deletion. */
export async function hold(client: KubeClient, { metadata }: QuayRegistry): Promise<void> {
  if (metadata.finalizers?.includes(finalizer)) return;
  const newest = await client.get(quayRegistries, metadata.name, metadata.namespace);
  if (newest === undefined || newest.metadata.uid !== metadata.uid) return;
  const isDeleted = newest.metadata.deletionTimestamp !== undefined;
  if (!isDeleted) await write(client, newest, [...(newest.metadata.finalizers ?? []), finalizer]);
}

/** Removes the operator's finalizer; the garbage collector takes what the registry owned. */
export async function letGo(client: KubeClient, registry: QuayRegistry): Promise<void> {
  const finalizers = registry.metadata.finalizers ?? [];
  if (!finalizers.includes(finalizer)) return;
  await write(
    client,
    registry,
    finalizers.filter((one) => one !== finalizer),
  );
}

function write(client: KubeClient, registry: QuayRegistry, finalizers: readonly string[]): Promise<QuayRegistry> {
  const metadata = { ...registry.metadata, finalizers };
  return client.replace(quayRegistries, { ...registry, metadata }, { fieldManager: 'quay-operator' });
}
