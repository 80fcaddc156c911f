import { configMaps } from '../../k8s/resource.ts';
import type { KubeClient } from '../kube/client.ts';
import type { Journal } from './journal.ts';

/** What somebody asks for: a request, or the way back of an attempt. */
type Asked = 'asked-by' | 'taken-back-by';

/**
 * Who asked for something, as the API server told it about the caller's token: kept in the installation's ConfigMap,
 * which only the service and administrators of its namespace may write (an annotation could claim anything). The
 * engine takes it into the journal.
 */
export interface AskedBy {
  /** The id may hold what a ConfigMap's key may. */
  remember(id: string, user: string): Promise<void>;
  forget(id: string): Promise<void>;
  /** Who asked for what the engine has not taken up yet; undefined for anything else. */
  waiting(id: string): Promise<string | undefined>;
}

export function askedByIn(
  client: KubeClient,
  place: { readonly namespace: string; readonly name: string },
  asked: Asked = 'asked-by',
): AskedBy {
  const write = async (id: string, user: string | null): Promise<void> => {
    await client.patch(configMaps, place, { type: 'merge', body: { data: { [`${asked}.${id}`]: user } } });
  };
  return {
    remember: (id, user) => write(id, user),
    forget: (id) => write(id, null),
    waiting: async (id) => (await client.get(configMaps, place.name, place.namespace))?.data?.[`${asked}.${id}`],
  };
}

/** Under which a way back is remembered: a request may hold any text. */
export function wayBackId({ ecosystem, attempt }: Pick<Journal, 'ecosystem' | 'attempt'>): string {
  return `${ecosystem.uid}.${attempt}`;
}
