import type { PluginService } from '../../../src/k8s/consoleplugin.ts';
import { consolePlugins, consoles } from '../../../src/k8s/resource.ts';
import type { KubeClient } from '../../../src/service/kube/client.ts';

/** Where the requests for a plugin go. */
export interface PluginBackends {
  /** Its files; `basePath` ends with a slash. */
  readonly assets: PluginService & { readonly basePath: string };
  /** By alias. A proxy has no base path. */
  readonly proxies: Readonly<Partial<Record<string, PluginService & { readonly userToken: boolean }>>>;
  readonly preloadsTranslations: boolean;
}

/** As console-operator does it: a plugin is served when it is registered and in the list of the cluster's console. */
export async function findPlugin(client: KubeClient, name: string): Promise<PluginBackends | undefined> {
  const [plugin, console] = await Promise.all([client.get(consolePlugins, name), client.get(consoles, 'cluster')]);
  const service = plugin?.spec.backend.service;
  if (plugin === undefined || service === undefined) return undefined;
  if (!(console?.spec?.plugins ?? []).includes(name)) return undefined;
  const proxies = (plugin.spec.proxy ?? []).flatMap(({ alias, authorization, endpoint }) =>
    endpoint.service === undefined ? [] : [[alias, { ...endpoint.service, userToken: authorization === 'UserToken' }]],
  );
  return {
    assets: { ...service, basePath: `${service.basePath ?? ''}/`.replace(/\/+$/, '/') },
    proxies: Object.fromEntries(proxies) as PluginBackends['proxies'],
    preloadsTranslations: plugin.spec.i18n?.loadType === 'Preload',
  };
}
