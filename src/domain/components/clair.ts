import { configValue } from '../config/config-document.ts';
import { fieldGroups } from '../config/field-groups.ts';
import type { ComponentRule } from './decision.ts';
import type { ConfigChange } from '../config/config-change.ts';
import type { EcosystemFacts } from '../ecosystem/facts.ts';
import { removeFields } from './remove-fields.ts';

export const clair: ComponentRule = (facts) => {
  if (facts.clair.enabled) {
    return {
      kind: 'clair',
      managed: true,
      reason: 'Clair is enabled; the new Clair v4 scans every image again',
      configChanges: removeFields(
        facts,
        fieldGroups.clair,
        'quay-operator writes this field for the Clair that it manages',
      ),
    };
  }
  return {
    kind: 'clair',
    managed: false,
    reason: 'Clair is not enabled',
    configChanges: scannerOff(facts),
  };
};

/** A manually configured scanner is a Clair v2, which current Quay versions do not support. */
function scannerOff(facts: EcosystemFacts): readonly ConfigChange[] {
  const { document } = facts.config;
  if (document === undefined || configValue(document, 'FEATURE_SECURITY_SCANNER') !== true) return [];
  if (configValue(document, 'SECURITY_SCANNER_V4_ENDPOINT') !== undefined) return [];
  const reason = 'No Clair v4 is available for scanning';
  return [{ key: 'FEATURE_SECURITY_SCANNER', action: 'set', value: false, reason }];
}
