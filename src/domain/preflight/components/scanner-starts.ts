import { configValue } from '../../config/config-document.ts';
import { defineRule } from '../define-rule.ts';
import { configSecretObject } from '../object-names.ts';

/** quay-operator 3.9 to 3.18 writes FEATURE_SECURITY_SCANNER: true for the Clair that it manages. */
export const scannerStarts = defineRule({
  id: 'scanner-starts',
  severity: 'info',
  covers: ['H29'],
  look: (facts) => {
    const { document } = facts.config;
    if (!facts.clair.enabled || !document || configValue(document, 'FEATURE_SECURITY_SCANNER') === true)
      return undefined;
    return {
      object: configSecretObject(facts),
      field: 'data[config.yaml]: FEATURE_SECURITY_SCANNER',
      message:
        'FEATURE_SECURITY_SCANNER of config.yaml is not true, although the QuayEcosystem enables Clair. Images are not ' +
        'scanned now, but will be in the new registry',
      remedy: `If images are not to be scanned, set spec.clair.enabled: false: oc edit quayecosystem ${facts.name} -n ${facts.namespace}.`,
    };
  },
});
