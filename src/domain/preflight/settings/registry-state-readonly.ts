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
        'REGISTRY_STATE of config.yaml is readonly, as it is set for a freeze. It is not carried over, so the new registry ' +
        'accepts pushes. A rollback restores the read-only registry',
      remedy:
        'Acknowledge this warning. If the new registry is to be read-only, set REGISTRY_STATE: readonly in its config bundle after the migration.',
    };
  },
});
