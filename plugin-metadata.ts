/** What the console reads of this plugin before it loads any of its code. */
export const pluginName = 'quay-migration-plugin';

/** Translations are found under this name by consoles; it is the only one they accept. */
export const translationNamespace = `plugin__${pluginName}`;

export const displayName = 'Quay migration';

/**
 * Every code reference of console-extensions.json names one of these; each becomes a chunk of its own. The extensions
 * have no flags: the kind exists only with its CRD, and a flag that resolves late mounts the tab anew. The tab's href is
 * compared with the last element of the address, so it must be one that no QuayEcosystem is called.
 */
export const exposedModules = {
  actions: './src/console/action/ecosystem-actions.ts',
  tab: './src/console/tab/migration-tab.tsx',
};

/** Open to the top on purpose: `^4.19.0` would refuse console 5.0. */
export const consoleRange = '>=4.19.0-0';
