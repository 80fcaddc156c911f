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
            ? 'does not exist, although spec.quay.configFiles names it: the new registry will not have its files'
            : `names key "${key}" of Secret ${secretName}, which is not there: the new registry will not have the file`,
        remedy: 'Create the Secret with its keys, or take the entry out of spec.quay.configFiles.',
      })),
});
