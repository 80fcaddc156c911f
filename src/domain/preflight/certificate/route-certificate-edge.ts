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
        `${describeObject(route)} has a certificate that was set manually. quay-operator takes over the Route but does ` +
        'not manage this certificate: it may remain, but nobody renews it. Without it, clients see the certificate of the ' +
        'router, which has to be valid for this host',
      remedy:
        'Save certificate, key and caCertificate of the Route: oc get route ' +
        `${route.metadata.name} -n ${facts.namespace} -o yaml. Then acknowledge this warning. After the migration, check ` +
        'which certificate clients see.',
    };
  },
});
