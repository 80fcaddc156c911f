import type { QuayRegistry } from '../../src/k8s/quayregistry.ts';
import { deployments, quayRegistries } from '../../src/k8s/resource.ts';
import type { OperatorOptions } from './operator-options.ts';
import { RegistryLoops } from './passes/registry-loops.ts';

/** One life of the operator's process. Throws OperatorPanic when it dies of one; otherwise ends with the signal. */
export async function runOperatorProcess(order: OperatorOptions, stop: AbortSignal): Promise<void> {
  const death = new AbortController();
  const signal = AbortSignal.any([stop, death.signal]);
  const present = new Map<string, RegistryLoops>();
  const running: Promise<void>[] = [];

  const begin = (registry: QuayRegistry): void => {
    const loops = new RegistryLoops(order, registry, signal);
    present.set(keyOf(registry.metadata), loops);
    // What one loop dies of, all die of.
    running.push(
      loops.run().catch((error: unknown) => {
        death.abort(error);
      }),
    );
  };
  const watching = order.client.watch(
    quayRegistries,
    {},
    ({ type, object }) => {
      const known = present.get(keyOf(object.metadata));
      if (type === 'DELETED') {
        known?.end();
        present.delete(keyOf(object.metadata));
      } else if (known === undefined) begin(object);
      else known.changed(object);
    },
    signal,
  );
  const watchingOwned = order.client.watch(
    deployments,
    { labelSelector: 'quay-operator/quayregistry' },
    ({ type, object: { metadata } }) => {
      const name = metadata.labels?.['quay-operator/quayregistry'] ?? '';
      if (type === 'DELETED') present.get(keyOf({ name, namespace: metadata.namespace }))?.lostDeployment();
    },
    signal,
  );
  await Promise.all([watching, watchingOwned]);
  await Promise.all(running);
  if (death.signal.aborted) throw death.signal.reason;
}

function keyOf({ name, namespace = '' }: { readonly name: string; readonly namespace?: string | undefined }): string {
  return `${namespace}/${name}`;
}
