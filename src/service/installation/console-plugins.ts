import type { Console } from '../../k8s/console.ts';
import { consoles } from '../../k8s/resource.ts';
import type { KubeClient } from '../kube/client.ts';
import { overtaking, removeEntry } from './list-patch.ts';

/** Name of the ConsolePlugin, as in the plugin's own manifest. */
export const pluginName = 'quay-migration-plugin';

const path = '/spec/plugins';

/**
 * Adds a plugin to the list of the cluster's console. Others may add theirs at the same time, so the list is never
 * written as a whole. Returns whether it was added; false also when there is no console.
 */
export function enablePlugin(client: KubeClient, plugin: string, console = 'cluster'): Promise<boolean> {
  return overtaking(async () => {
    const found = await client.get(consoles, console);
    if (found === undefined || found.spec?.plugins?.includes(plugin) === true) return false;
    await client.patch(consoles, { name: console }, { type: 'json', body: addition(found, plugin) });
    return true;
  });
}

/** Removes only this plugin from that list. Returns whether it was in the list. */
export function disablePlugin(client: KubeClient, plugin: string, console = 'cluster'): Promise<boolean> {
  return overtaking(async () => {
    let removed = false;
    for (;;) {
      const plugins = (await client.get(consoles, console))?.spec?.plugins ?? [];
      if (!plugins.includes(plugin)) return removed;
      await client.patch(consoles, { name: console }, { type: 'json', body: removeEntry(path, plugins, plugin) });
      removed = true;
    }
  });
}

/** Applies only to the list that was read, so that no entry is added twice. */
function addition({ metadata, spec }: Console, plugin: string): readonly object[] {
  if (spec?.plugins !== undefined) {
    return [
      { op: 'test', path, value: spec.plugins },
      { op: 'add', path: `${path}/-`, value: plugin },
    ];
  }
  return [
    { op: 'test', path: '/metadata/resourceVersion', value: metadata.resourceVersion },
    { op: 'add', path, value: [plugin] },
  ];
}
