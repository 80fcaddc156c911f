import { configValue } from '../../config/config-document.ts';
import { defineRule } from '../define-rule.ts';
import { configSecretObject } from '../object-names.ts';

export const registryStateReadonly = defineRule({
  id: 'registry-state-readonly',
  severity: 'warning',
  covers: ['H31', 'B13'],
  look: (facts) => {
    const { document } = facts.config;
    if (!document || configValue(document, 'REGISTRY_STATE') !== 'readonly') return undefined;
    return {
      object: configSecretObject(facts),
      field: 'data[config.yaml]: REGISTRY_STATE',
      message:
        'is readonly, as it is set for a freeze: it is not carried over, and the new registry takes pushes. A rollback ' +
        'gives back the read-only registry',
      remedy:
        'Acknowledge this. If the new registry is to be read-only, set REGISTRY_STATE: readonly in its config bundle after the migration.',
    };
  },
});
