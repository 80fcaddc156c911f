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
    const path = typeof host === 'string' && host !== '' ? host : 'a host that the router generates';
    return {
      object: configSecretObject(facts),
      field: 'data[config.yaml]: BUILD_MANAGER',
      message: own
        ? `BUILD_MANAGER of config.yaml is kept. Builders then connect to ${path}, through Route ${facts.name}-quay-builder of quay-operator, and run a builder image of the old Quay, which is incompatible with the new one`
        : 'BUILD_MANAGER of config.yaml is kept, but with tls managed by quay-operator, or without its Route, builders cannot connect: builds do not run in the new registry',
      remedy: own
        ? 'Let running builds finish before the migration, and acknowledge this warning. After the migration, set the builder image of the new version in BUILD_MANAGER and run a build.'
        : 'Acknowledge this warning and run builds elsewhere. Or first give the registry its own certificate (ssl.cert and ssl.key, termination passthrough).',
    };
  },
});
