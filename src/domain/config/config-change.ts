/** The change of one top-level key of config.yaml, and why: a sentence without its full stop. */
export type ConfigChange =
  | { readonly key: string; readonly action: 'remove'; readonly reason: string }
  | { readonly key: string; readonly action: 'set'; readonly value: unknown; readonly reason: string };
