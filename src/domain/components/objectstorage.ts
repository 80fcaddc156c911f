import type { ComponentRule } from './decision.ts';

export const objectstorage: ComponentRule = () => ({
  kind: 'objectstorage',
  managed: false,
  reason: 'A QuayEcosystem never managed object storage; config.yaml still names it',
  configChanges: [],
});
