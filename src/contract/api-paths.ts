/** The parts of one migration's API: `/api/v1/namespaces/{namespace}/quayecosystems/{name}/{part}`. Additive only. */
export const apiParts = ['plan', 'migration', 'rollback', 'events', 'logs', 'report'] as const;
export type ApiPart = (typeof apiParts)[number];

export const versionPath = '/api/v1/version';
export const openApiPath = '/api/v1/openapi.json';

/** Where an ecosystem's part is served, from the service's root. */
export function apiPath(ecosystem: { readonly namespace: string; readonly name: string }, part: ApiPart): string {
  const namespace = encodeURIComponent(ecosystem.namespace);
  return `/api/v1/namespaces/${namespace}/quayecosystems/${encodeURIComponent(ecosystem.name)}/${part}`;
}

/**
 * On every answer: the version of the service. On every request of the console plugin: the plugin's own. Where the two
 * differ, the browser holds a plugin of another release: reads go on, writes are refused with reason `ReloadNeeded`.
 */
export const serviceVersionHeader = 'x-quay-migration-version';
export const pluginVersionHeader = 'x-quay-migration-plugin-version';
