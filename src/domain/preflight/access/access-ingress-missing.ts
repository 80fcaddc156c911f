import { defineRule } from '../define-rule.ts';
import { objectIn, unreadReason } from '../object-names.ts';

export const accessIngressMissing = defineRule({
  id: 'access-ingress-missing',
  severity: 'warning',
  covers: ['H26'],
  look: (facts) => {
    const { type } = facts.access;
    if (type !== 'Ingress' || facts.doors.some(({ object }) => object.kind === 'Ingress')) return undefined;
    if (unreadReason(facts, 'ingresses.networking.k8s.io') !== undefined) return undefined;
    return {
      object: objectIn(facts, 'Ingress', `${facts.name}-quay`),
      field: 'metadata.name',
      message:
        `does not exist, and no other Ingress of the namespace leads to Service ${facts.name}-quay, although the ` +
        'QuayEcosystem says Ingress: how people reach the registry cannot be seen here',
      remedy:
        `Find out what leads to Service ${facts.name}-quay; this Service is kept and pointed at the new pods. If ` +
        'nothing does, create the Ingress. Then acknowledge this.',
    };
  },
});
