import { hasOwnCertificate } from '../../components/tls.ts';
import { configValue } from '../../config/config-document.ts';
import { defineRule } from '../define-rule.ts';
import { configSecretObject } from '../object-names.ts';

/**
 * Builders reach Quay by gRPC at BUILDMAN_HOSTNAME; quay-operator 3.9 to 3.18 makes Route `NAME-quay-builder` for it,
 * passthrough only with an unmanaged tls, and Red Hat documents builds with the Operator for that case alone.
 */
export const buildersChange = defineRule({
  id: 'builders-change',
  severity: 'warning',
  covers: [],
  look: (facts) => {
    const { document } = facts.config;
    if (!document || !Array.isArray(configValue(document, 'BUILD_MANAGER'))) return undefined;
    if (configValue(document, 'FEATURE_BUILD_SUPPORT') === false) return undefined;
    const own = facts.access.type === 'Route' && hasOwnCertificate(facts);
    const host = configValue(document, 'BUILDMAN_HOSTNAME');
    const path = typeof host === 'string' && host !== '' ? host : 'a host that the router makes up';
    return {
      object: configSecretObject(facts),
      field: 'data[config.yaml]: BUILD_MANAGER',
      message: own
        ? `is carried over. Builders then connect to ${path}, through Route ${facts.name}-quay-builder of the new operator, and run a builder image of the old Quay, which the new one does not speak with`
        : 'is carried over, but with tls managed by the operator, or without its Route, builders cannot connect: builds do not run in the new registry',
      remedy: own
        ? 'Let builds end before the migration; after it, set the builder image of the new version in BUILD_MANAGER and run a build. Then acknowledge this.'
        : 'Acknowledge this and plan builds elsewhere, or give the registry a certificate of its own (ssl.cert and ssl.key, termination passthrough) first.',
    };
  },
});
