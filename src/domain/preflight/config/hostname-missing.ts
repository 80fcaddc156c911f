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
        ? 'SERVER_HOSTNAME of config.yaml is not a string, so quay-operator rejects the configuration'
        : 'SERVER_HOSTNAME of config.yaml is missing or empty, and no Route names a host. The name under which images are pulled is unknown',
      remedy: `Set SERVER_HOSTNAME to the host name that clients use, in quotes: ${editConfig(facts)}.`,
    };
  },
});
