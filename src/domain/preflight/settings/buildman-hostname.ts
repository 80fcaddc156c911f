import { configValue } from '../../config/config-document.ts';
import { defineRule } from '../define-rule.ts';
import { configSecretObject, editConfig } from '../object-names.ts';

/** quay-operator 3.18 was observed to crash on it, for every registry that it watches. */
export const buildmanHostname = defineRule({
  id: 'buildman-hostname',
  severity: 'blocker',
  covers: [],
  look: (facts) => {
    const { document } = facts.config;
    const value = document && configValue(document, 'BUILDMAN_HOSTNAME');
    if (value === undefined || value === null || typeof value === 'string') return undefined;
    return {
      object: configSecretObject(facts),
      field: 'data[config.yaml]: BUILDMAN_HOSTNAME',
      message:
        'BUILDMAN_HOSTNAME of config.yaml is not a string. quay-operator crashes on it, which affects every registry that it manages',
      remedy: `Put the value in quotes: ${editConfig(facts)}.`,
    };
  },
});
