import { defineRule } from '../define-rule.ts';
import { objectIn } from '../object-names.ts';

/** The legacy operator creates a Service once: after a change of the access type, the old Service stays. */
export const accessDrift = defineRule({
  id: 'access-drift',
  severity: 'warning',
  covers: ['H26'],
  look: (facts) => {
    const { type, claimedType, service } = facts.access;
    const serviceType = service?.spec?.type ?? 'ClusterIP';
    const second = type === 'Route' && (serviceType === 'LoadBalancer' || serviceType === 'NodePort');
    if (!second && type === claimedType) return undefined;
    const object = objectIn(facts, 'Service', `${facts.name}-quay`);
    return {
      object,
      field: 'spec.type',
      message: second
        ? `${object} has type ${serviceType}, although the QuayEcosystem specifies Route. Only the Route is taken over: clients that use the address of the Service lose access`
        : `${object} has type ${serviceType}, although the QuayEcosystem specifies ${claimedType}. The existing Service is kept`,
      remedy:
        'Find out which address clients use. Set spec.quay.externalAccess.type of the QuayEcosystem accordingly, or acknowledge this warning.',
    };
  },
});
