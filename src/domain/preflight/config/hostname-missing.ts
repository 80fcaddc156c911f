import { configValue } from '../../config/config-document.ts';
import { defineRule } from '../define-rule.ts';
import { configSecretObject, editConfig } from '../object-names.ts';

export const hostnameMissing = defineRule({
  id: 'hostname-missing',
  severity: 'blocker',
  covers: ['H27'],
  look: (facts) => {
    const { document, hostname } = facts.config;
    if (document === undefined) return undefined;
    const value = configValue(document, 'SERVER_HOSTNAME');
    const wrong = value !== undefined && value !== null && typeof value !== 'string';
    if (!wrong && hostname !== '') return undefined;
    return {
      object: configSecretObject(facts),
      field: 'data[config.yaml]: SERVER_HOSTNAME',
      message: wrong
        ? 'is no text; quay-operator refuses the configuration'
        : 'is missing or empty, and no Route names a host: nobody knows under which name images are pulled',
      remedy: `Set it to the name that clients pull by, in quotes: ${editConfig(facts)}.`,
    };
  },
});
