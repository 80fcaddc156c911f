import { describeObject } from '../../../k8s/object.ts';
import { hasOwnCertificate } from '../../components/tls.ts';
import { defineRule } from '../define-rule.ts';

export const routeCertificate = defineRule({
  id: 'route-certificate',
  severity: 'blocker',
  covers: ['H18'],
  look: (facts) => {
    const { type, route } = facts.access;
    const tls = route?.spec?.tls;
    if (!route || type !== 'Route' || !hasOwnCertificate(facts)) return undefined;
    const field = (['certificate', 'key'] as const).find((key) => (tls?.[key] ?? '') !== '');
    if (field === undefined) return undefined;
    return {
      object: describeObject(route),
      field: `spec.tls.${field}`,
      message:
        `spec.tls.${field} of ${describeObject(route)} was set manually. A passthrough Route must not have it: the API ` +
        'server would reject what quay-operator writes',
      remedy: `Remove certificate, key and caCertificate from the Route: oc edit route ${route.metadata.name} -n ${facts.namespace}.`,
    };
  },
});
