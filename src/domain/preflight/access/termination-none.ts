import { defineRule } from '../define-rule.ts';
import { ecosystemObject } from '../object-names.ts';

export const terminationNone = defineRule({
  id: 'termination-none',
  severity: 'warning',
  covers: ['H18', 'B16'],
  look: (facts) => {
    if (facts.access.type !== 'Route' || facts.access.termination !== 'none') return undefined;
    return {
      object: ecosystemObject(facts),
      field: 'spec.quay.externalAccess.tls.termination',
      message:
        'The TLS termination of the registry is none (plain HTTP), which the Route of a QuayRegistry does not support. ' +
        'It becomes HTTPS with the certificate of the router. Clients that use http:// or list the registry as insecure ' +
        'are redirected',
      remedy:
        'Make sure that clients trust the certificate of the router for this host, then acknowledge this warning.',
    };
  },
});
