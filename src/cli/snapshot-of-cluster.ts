import { KubeConfig } from '@kubernetes/client-node';
import type { Snapshot } from '../domain/snapshot.ts';
import { quayEcosystems } from '../k8s/resource.ts';
import { ApiClient } from '../service/kube/api-client.ts';
import { ApiError, ConnectionError } from '../service/kube/api-error.ts';
import { readSnapshot } from '../service/kube/snapshot/read-snapshot.ts';
import { InputError } from './input-error.ts';

/** A snapshot of the cluster with the rights of the current kubeconfig. */
export async function snapshotOfCluster(
  request: { readonly name: string; readonly namespace: string | undefined },
  now: Date,
): Promise<Snapshot> {
  const config = loadKubeconfig();
  const namespace = request.namespace ?? currentNamespace(config);
  const client = new ApiClient(config);
  try {
    await requireEcosystem(client, namespace, request.name);
    return await readSnapshot(client, { namespace, name: request.name }, now, {
      reviewer: client,
      unverified: 'take-as-told',
    });
  } catch (error) {
    if (error instanceof ApiError || error instanceof ConnectionError) throw new InputError(error.message);
    throw error;
  } finally {
    await client.close();
  }
}

/** The namespace of the kubeconfig's current context, as in oc and kubectl. */
function currentNamespace(config: KubeConfig): string {
  return config.getContextObject(config.getCurrentContext())?.namespace ?? 'default';
}

/** The default server of client-node without a kubeconfig. */
const nowhere = 'http://localhost:8080';

function loadKubeconfig(): KubeConfig {
  const config = new KubeConfig();
  try {
    config.loadFromDefault();
  } catch (error) {
    throw new InputError(`the kubeconfig cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
  const server = config.getCurrentCluster()?.server;
  if (server === undefined || server === nowhere) {
    throw new InputError(
      `the kubeconfig ${server === undefined ? 'has no current context with a cluster' : 'is missing'}. ` +
        'Log in with oc login, set KUBECONFIG, or read dumps with -f',
    );
  }
  return config;
}

async function requireEcosystem(client: ApiClient, namespace: string, name: string): Promise<void> {
  if (await client.get(quayEcosystems, name, namespace)) return;
  const others = await client.list(quayEcosystems, { namespace });
  const names = others.map(({ metadata }) => metadata.name).join(', ');
  const found = names === '' ? 'no QuayEcosystem' : `QuayEcosystem ${names}`;
  throw new InputError(`QuayEcosystem ${name} does not exist in namespace ${namespace}; the namespace has ${found}`);
}
