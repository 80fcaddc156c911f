import { configString, configValue } from '../../config/config-document.ts';
import { defineRule } from '../define-rule.ts';
import { configSecretObject } from '../object-names.ts';

/** A Clair v4 that runs next to the QuayEcosystem, as in the technology preview of Quay 3.3. */
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
      message: `SECURITY_SCANNER_V4_ENDPOINT of config.yaml is kept: the new registry scans with the existing Clair v4${key ? ', without a shared key' : ''}. Whether its version is compatible with the new Quay is unknown`,
      remedy:
        'After the migration, verify that an image is scanned. If it is not, run a Clair v4 of the same version as Quay, or set the component clair to managed: true.',
    };
  },
});
