/** What the console reads of this plugin before it loads any of its code. */
export const pluginName = 'quay-migration-plugin';

/** Translations are found under this name by consoles; it is the only one they accept. */
export const translationNamespace = `plugin__${pluginName}`;

export const displayName = 'Quay migration';

/** Every code reference of console-extensions.ts names one of these; each becomes a chunk of its own. */
export const exposedModules = {
  actions: './src/console/action/ecosystem-actions.ts',
  tab: './src/console/tab/migration-tab.tsx',
};

/** Open to the top on purpose: `^4.19.0` would refuse console 5.0. */
export const consoleRange = '>=4.19.0-0';
