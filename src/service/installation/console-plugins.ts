import type { Console } from '../../k8s/console.ts';
import { consoles } from '../../k8s/resource.ts';
import type { KubeClient } from '../kube/client.ts';
import { overtaking, removeEntry } from './list-patch.ts';

/** Of the ConsolePlugin, as the plugin's own manifest says it. */
export const pluginName = 'quay-migration-plugin';

const path = '/spec/plugins';

/**
 * Puts a plugin into the list of the cluster's console. Others may do the same for theirs at the same time: the list
 * has no owner and is never written as a whole. Answers whether it was added; false also where there is no console.
 */
export function enablePlugin(client: KubeClient, plugin: string, console = 'cluster'): Promise<boolean> {
  return overtaking(async () => {
    const found = await client.get(consoles, console);
    if (found === undefined || found.spec?.plugins?.includes(plugin) === true) return false;
    await client.patch(consoles, { name: console }, { type: 'json', body: addition(found, plugin) });
    return true;
  });
}

/** Takes a plugin out of that list, and no other. Answers whether it was there. */
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

/** Holds only while the list is as it was read, so that nothing is in it twice. */
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
