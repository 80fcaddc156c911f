import { configString, configValue } from '../../config/config-document.ts';
import { defineRule } from '../define-rule.ts';
import { configSecretObject } from '../object-names.ts';

/** A Clair v4 beside the QuayEcosystem, as the preview of Quay 3.3 had it. */
export const scannerKept = defineRule({
  id: 'scanner-kept',
  severity: 'info',
  covers: ['H29'],
  look: (facts) => {
    const { document } = facts.config;
    const endpoint = document && configString(document, 'SECURITY_SCANNER_V4_ENDPOINT');
    if (facts.clair.enabled || !document || endpoint === undefined || endpoint === '') return undefined;
    const key = configValue(document, 'SECURITY_SCANNER_V4_PSK') === undefined;
    return {
      object: configSecretObject(facts),
      field: 'data[config.yaml]: SECURITY_SCANNER_V4_ENDPOINT',
      message: `stays: the new registry scans with the Clair v4 that is there${key ? ', without a key that they share' : ''}, and nobody here knows whether its version fits the new Quay`,
      remedy:
        'See after the migration that an image is scanned. If not, run a Clair v4 of the same version as Quay, or set the component clair to managed: true.',
    };
  },
});
