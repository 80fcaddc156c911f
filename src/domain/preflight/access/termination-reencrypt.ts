import { defineRule } from '../define-rule.ts';
import { ecosystemObject } from '../object-names.ts';

export const terminationReencrypt = defineRule({
  id: 'termination-reencrypt',
  severity: 'warning',
  covers: ['H18'],
  look: (facts) => {
    if (facts.access.type !== 'Route' || facts.access.termination !== 'reencrypt') return undefined;
    return {
      object: ecosystemObject(facts),
      field: 'spec.quay.externalAccess.tls.termination',
      message:
        'is reencrypt, which a QuayRegistry does not have. It becomes edge: clients go on to see the certificate of the ' +
        'router, and between router and pods the traffic is no longer encrypted',
      remedy:
        'Acknowledge this if the cluster network may see the traffic; else set passthrough, with a certificate that clients trust.',
    };
  },
});
