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
        'is true with a Clair v2 that was set by hand; current Quay cannot talk to it, so that scanning is turned off',
      remedy: 'Nothing now. To scan images again, set the component clair to managed: true after the migration.',
    };
  },
});
