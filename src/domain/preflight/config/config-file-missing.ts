import { defineRule } from '../define-rule.ts';
import { ecosystemObject, objectIn } from '../object-names.ts';

export const configFileMissing = defineRule({
  id: 'config-file-missing',
  severity: 'warning',
  covers: ['H16'],
  look: (facts) =>
    facts.config.extraFiles
      .filter(({ content }) => content === undefined)
      .map(({ secretName, key }) => ({
        object: key === '*' ? objectIn(facts, 'Secret', secretName) : ecosystemObject(facts),
        field: key === '*' ? 'metadata.name' : 'spec.quay.configFiles',
        message:
          key === '*'
            ? `${objectIn(facts, 'Secret', secretName)} does not exist, although spec.quay.configFiles names it. The new registry will not have its files`
            : `spec.quay.configFiles names key "${key}" of Secret ${secretName}, which does not exist. The new registry will not have the file`,
        remedy: 'Create the Secret with its keys, or remove the entry from spec.quay.configFiles.',
      })),
});
