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
        'The TLS termination of the registry is reencrypt, which a QuayRegistry does not support. It becomes edge: ' +
        'clients still see the certificate of the router, and the traffic between router and pods is no longer encrypted',
      remedy:
        'Acknowledge this warning if unencrypted traffic in the cluster network is acceptable. Otherwise change the ' +
        'termination to passthrough, with a certificate that clients trust.',
    };
  },
});
