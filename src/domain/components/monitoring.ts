import type { ComponentRule } from './decision.ts';

/** An operator in OwnNamespace mode refuses it, and one for all namespaces may manage it: where it watches decides. */
export const monitoring: ComponentRule = (facts) => {
  const everywhere = facts.operator?.watches.length === 0;
  const available = everywhere && facts.monitoringApis;
  return {
    kind: 'monitoring',
    managed: available,
    reason: available
      ? 'the operator watches all namespaces and the monitoring APIs are there'
      : 'the operator can only monitor when it watches all namespaces and the monitoring APIs are there',
    configChanges: [],
  };
};
