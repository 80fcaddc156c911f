import { PluginStore } from '@openshift/dynamic-plugin-sdk';
import { coFetch } from './holes/console-fetch.ts';

/** The plugin store as a 4.22 console makes it: its names for the router, and the callback of older builds. */
export async function loadPlugins(names: readonly string[]): Promise<PluginStore> {
  await __webpack_init_sharing__('default');
  const scope = __webpack_share_scopes__.default;
  scope['react-router-dom'] = scope['react-router'];
  scope['react-router-dom-v5-compat'] = scope['react-router'];
  const store = new PluginStore({
    loaderOptions: {
      sharedScope: scope as never,
      canLoadPlugin: ({ name }) => names.includes(name),
      entryCallbackSettings: { name: '__load_plugin_entry__', registerCallback: true },
      fetchImpl: (url: string, init?: RequestInit) => coFetch(url, init ?? {}),
      customDependencyResolutions: { '@console/pluginAPI': window.SERVER_FLAGS.releaseVersion },
    },
  });
  window.loadPluginEntry = (nameAndVersion, entry) => {
    window.__load_plugin_entry__?.(nameAndVersion.replace(/@.*$/, ''), entry);
  };
  for (const name of names) {
    await store.loadPlugin(`/api/plugins/${name}/plugin-manifest.json`).catch((error: unknown) => {
      console.error(`Plugin ${name} is not loaded`, error);
    });
  }
  for (const info of store.getPluginInfo()) {
    if (info.status === 'failed') console.error(info.manifest.name, info.errorMessage, info.errorCause);
  }
  return store;
}
