declare const __webpack_init_sharing__: (scope: string) => Promise<void>;
declare const __webpack_share_scopes__: { default: Record<string, unknown> };
/** What the server writes into the page, as the console does with its SERVER_FLAGS. */
interface Window {
  SERVER_FLAGS: { readonly releaseVersion: string; readonly plugins: readonly string[]; readonly user: string };
  loadPluginEntry?: (nameAndVersion: string, entry: unknown) => void;
  __load_plugin_entry__?: (name: string, entry: unknown) => void;
}
declare module '@openshift-console/dynamic-plugin-sdk/lib/app/storeHandler' {
  const storeHandler: { setStore(store: unknown): void };
  export default storeHandler;
}
declare module '@openshift-console/dynamic-plugin-sdk/lib/app/modal-support/ModalProvider' {
  export const ModalProvider: import('react').FC<{ children: import('react').ReactNode }>;
}
declare module '@openshift-console/dynamic-plugin-sdk/lib/app/modal-support/OverlayProvider' {
  export const OverlayProvider: import('react').FC<{ children: import('react').ReactNode }>;
}
