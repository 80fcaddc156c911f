import { configValue } from '../../config/config-document.ts';
import { defineRule } from '../define-rule.ts';
import { configSecretObject } from '../object-names.ts';

export const scannerDropped = defineRule({
  id: 'scanner-dropped',
  severity: 'info',
  covers: ['H29'],
  look: (facts) => {
    const { document } = facts.config;
    if (facts.clair.enabled || !document || configValue(document, 'FEATURE_SECURITY_SCANNER') !== true)
      return undefined;
    if (configValue(document, 'SECURITY_SCANNER_V4_ENDPOINT') !== undefined) return undefined;
    return {
      object: configSecretObject(facts),
      field: 'data[config.yaml]: FEATURE_SECURITY_SCANNER',
      message:
        'FEATURE_SECURITY_SCANNER of config.yaml is true for a manually configured Clair v2. Current Quay versions do ' +
        'not support Clair v2, so scanning is turned off',
      remedy:
        'No action is required now. To scan images again, set the component clair to managed: true after the migration.',
    };
  },
});
