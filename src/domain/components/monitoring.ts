import type { ComponentRule } from './decision.ts';

/** quay-operator rejects monitoring in OwnNamespace mode and may manage it if it watches all namespaces. */
export const monitoring: ComponentRule = (facts) => {
  const everywhere = facts.operator?.watches.length === 0;
  const available = everywhere && facts.monitoringApis;
  return {
    kind: 'monitoring',
    managed: available,
    reason: available
      ? 'quay-operator watches all namespaces, and the monitoring APIs are available'
      : 'quay-operator supports monitoring only if it watches all namespaces and the monitoring APIs are available',
    configChanges: [],
  };
};
