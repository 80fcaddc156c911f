import { configMaps } from '../../k8s/resource.ts';
import type { KubeClient } from '../kube/client.ts';

const prefix = 'asked-by.';

/**
 * Who asked for a request, as the API server told it about the caller's token: kept in the installation's ConfigMap,
 * which only the service and administrators of its namespace may write (an annotation could claim anything). The
 * engine takes it into the journal.
 */
export interface AskedBy {
  remember(request: string, user: string): Promise<void>;
  forget(request: string): Promise<void>;
  /** Who asked for a request that the engine has not taken up yet; undefined for any other. */
  waiting(request: string): Promise<string | undefined>;
}

export function askedByIn(client: KubeClient, place: { readonly namespace: string; readonly name: string }): AskedBy {
  const write = async (request: string, user: string | null): Promise<void> => {
    await client.patch(configMaps, place, { type: 'merge', body: { data: { [prefix + request]: user } } });
  };
  return {
    remember: (request, user) => write(request, user),
    forget: (request) => write(request, null),
    waiting: async (request) => (await client.get(configMaps, place.name, place.namespace))?.data?.[prefix + request],
  };
}
