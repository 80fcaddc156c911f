import { coFetchJSON } from './holes/console-fetch.ts';
import type { Model } from './model.ts';
import { store } from './redux-store.ts';

interface ApiResource {
  readonly name: string;
  readonly kind: string;
  readonly namespaced: boolean;
  readonly verbs: readonly string[];
}

const builtIn = ['v1', 'apps/v1', 'batch/v1'];
const custom = ['redhatcop.redhat.io/v1alpha1', 'quay.redhat.com/v1', 'route.openshift.io/v1'];

/** Asks the API server which kinds there are, for the groups that a plugin of ours may watch. */
export async function discoverModels(): Promise<void> {
  store.dispatch({ type: 'getResourcesInFlight' });
  const lists = await Promise.all([...builtIn, ...custom].map(modelsOf));
  store.dispatch({ type: 'resources', payload: { resources: { models: lists.flat() } } });
}

async function modelsOf(groupVersion: string): Promise<Model[]> {
  const [apiVersion = '', apiGroup] = groupVersion.split('/').reverse();
  const path = apiGroup === undefined ? `api/${apiVersion}` : `apis/${groupVersion}`;
  const list = (await coFetchJSON(`/api/kubernetes/${path}`).catch(() => ({}))) as { resources?: ApiResource[] };
  return (list.resources ?? [])
    .filter(({ name }) => !name.includes('/'))
    .map(({ name, kind, namespaced, verbs }) => ({
      ...{ kind, plural: name, apiVersion, namespaced, verbs, crd: custom.includes(groupVersion) },
      ...(apiGroup === undefined ? {} : { apiGroup }),
      ...{ label: kind, labelPlural: `${kind}s`, abbr: kind.replace(/[^A-Z]/g, '') },
    }));
}
