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
    const object = objectIn(facts, 'Ingress', `${facts.name}-quay`);
    return {
      object,
      field: 'metadata.name',
      message:
        `${object} does not exist, and no other Ingress of the namespace leads to Service ${facts.name}-quay, although ` +
        'the QuayEcosystem specifies Ingress. How clients reach the registry is unknown',
      remedy:
        `Find out what leads to Service ${facts.name}-quay; this Service is kept and pointed at the new pods. If ` +
        'nothing leads to it, create the Ingress. Then acknowledge this warning.',
    };
  },
});
