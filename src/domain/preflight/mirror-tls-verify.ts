import { decideComponents } from '../components/table.ts';
import { configValue } from '../config/config-document.ts';
import { defineRule } from './define-rule.ts';
import { configSecretObject } from './object-names.ts';

export const mirrorTlsVerify = defineRule({
  id: 'mirror-tls-verify',
  severity: 'warning',
  covers: ['H28', 'B17'],
  look: (facts, choices) => {
    const { document } = facts.config;
    const managed = decideComponents(facts, choices).some(({ kind, managed }) => kind === 'mirror' && managed);
    if (!managed || !document || configValue(document, 'REPO_MIRROR_TLS_VERIFY') !== false) return undefined;
    return {
      object: configSecretObject(facts),
      field: 'data[config.yaml]: REPO_MIRROR_TLS_VERIFY',
      message:
        'is false, and the new operator sets it to true for the mirror that it manages: mirrors of registries with a ' +
        'self-signed certificate stop',
      remedy:
        'Add the CA of those registries to the configuration (extra_ca_certs_NAME in the config Secret), or turn ' +
        'verification off mirror by mirror in Quay; then acknowledge this.',
    };
  },
});
