import { describeObject } from '../../../k8s/object.ts';
import { defineRule } from '../define-rule.ts';

/**
 * quay-operator 3.9 to 3.18 applies termination and redirect of its Route by server-side apply and names no
 * certificate: what others wrote stays, but nothing promises it.
 */
export const routeCertificateEdge = defineRule({
  id: 'route-certificate-edge',
  severity: 'warning',
  covers: ['H18', 'B16'],
  look: (facts) => {
    const { type, route, termination } = facts.access;
    const own = route?.spec?.tls?.certificate ?? '';
    if (!route || type !== 'Route' || own === '' || !['edge', 'reencrypt'].includes(termination)) return undefined;
    return {
      object: describeObject(route),
      field: 'spec.tls.certificate',
      message:
        'was put in by hand. The new operator takes the Route over and knows nothing of it: it may stay, and nobody ' +
        'renews it; without it clients see the certificate of the router, which has to be valid for this host',
      remedy:
        'Save certificate, key and caCertificate of the Route, and look after the migration which certificate clients ' +
        `see: oc get route ${route.metadata.name} -n ${facts.namespace} -o yaml. Then acknowledge this.`,
    };
  },
});
