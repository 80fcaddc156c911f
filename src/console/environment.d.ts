/** Put in by webpack at build time; there is no `process` in a browser. */
declare const process: { readonly env: { readonly QUAY_MIGRATION_VERSION?: string } };
