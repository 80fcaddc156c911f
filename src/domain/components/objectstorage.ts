import type { ComponentRule } from './decision.ts';

export const objectstorage: ComponentRule = () => ({
  kind: 'objectstorage',
  managed: false,
  reason: 'a QuayEcosystem never managed object storage; config.yaml keeps naming it',
  configChanges: [],
});
