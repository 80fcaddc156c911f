import { decideComponents } from '../../components/table.ts';
import { configString, configValue } from '../../config/config-document.ts';
import type { EcosystemFacts } from '../../ecosystem/facts.ts';
import { defineRule } from '../define-rule.ts';
import { configSecretObject } from '../object-names.ts';

/**
 * REPO_MIRROR_TLS_VERIFY is about the push to Quay itself (Quay 3.3 to 3.18: the worker gives it as `dest_tls_verify`);
 * whether the source is verified stands in each mirror's own settings, in the database. quay-operator 3.9 to 3.18 sets
 * it to true.
 */
export const mirrorTlsVerify = defineRule({
  id: 'mirror-tls-verify',
  severity: 'warning',
  covers: ['H28', 'B17'],
  look: (facts, choices) => {
    const { document } = facts.config;
    const decisions = decideComponents(facts, choices);
    const managed = decisions.some((decision) => decision.kind === 'mirror' && decision.managed);
    if (!managed || !document || configValue(document, 'REPO_MIRROR_TLS_VERIFY') !== false) return undefined;
    const host = pushHost(facts);
    return {
      object: configSecretObject(facts),
      field: 'data[config.yaml]: REPO_MIRROR_TLS_VERIFY',
      message:
        'REPO_MIRROR_TLS_VERIFY of config.yaml is false, but quay-operator sets it to true for the mirror that it ' +
        `manages. The mirror pods then push to ${host} only if they trust the certificate of that host and it is valid ` +
        'for that name. The verification of source registries is set for each mirror in Quay and does not change',
      remedy:
        `Make sure that the certificate at ${host} is valid for it, and add the CA that signed it to the config ` +
        `Secret: oc set data secret/quay-enterprise-config-secret -n ${facts.namespace} ` +
        '--from-file=extra_ca_cert_registry.crt. Then acknowledge this warning.',
    };
  },
});

/** Where the mirror pods push to. */
function pushHost({ config }: EcosystemFacts): string {
  const own = config.document && configString(config.document, 'REPO_MIRROR_SERVER_HOSTNAME');
  return own === undefined || own === '' ? config.hostname : own;
}
