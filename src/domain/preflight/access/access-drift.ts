import { defineRule } from '../define-rule.ts';
import { objectIn } from '../object-names.ts';

/** The legacy operator makes a Service once: after a change of the type the old door stays open. */
export const accessDrift = defineRule({
  id: 'access-drift',
  severity: 'warning',
  covers: ['H26'],
  look: (facts) => {
    const { type, claimedType, service } = facts.access;
    const serviceType = service?.spec?.type ?? 'ClusterIP';
    const second = type === 'Route' && (serviceType === 'LoadBalancer' || serviceType === 'NodePort');
    if (!second && type === claimedType) return undefined;
    return {
      object: objectIn(facts, 'Service', `${facts.name}-quay`),
      field: 'spec.type',
      message: second
        ? `is ${serviceType} although the QuayEcosystem says Route: whoever uses that address loses it, for only the Route is taken over`
        : `is ${serviceType} although the QuayEcosystem says ${claimedType}; what exists is kept`,
      remedy: 'Find out which address clients use, make the QuayEcosystem say so, or acknowledge this.',
    };
  },
});
