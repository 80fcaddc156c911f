import { configValue } from '../../config/config-document.ts';
import { defineRule } from '../define-rule.ts';
import type { FindingRule } from '../finding-rule.ts';
import { configSecretObject, editConfig } from '../object-names.ts';

/**
 * A rule for one of the two keys: quay-operator silently generates a missing one. An unquoted number is no problem: it
 * is read as its exact text and written in quotes.
 */
export function missingKey(
  id: string,
  key: 'SECRET_KEY' | 'DATABASE_SECRET_KEY',
  said: { readonly covers: readonly string[]; readonly why: string },
): FindingRule {
  return defineRule({
    id,
    severity: 'blocker',
    covers: said.covers,
    look: (facts) => {
      const { document } = facts.config;
      if (document === undefined) return undefined;
      const value = configValue(document, key);
      if (typeof value === 'string' && value.trim() !== '') return undefined;
      const found = value === undefined ? 'is missing' : 'is empty or not a string';
      return {
        object: configSecretObject(facts),
        field: `data[config.yaml]: ${key}`,
        message: `${key} of config.yaml ${found}. quay-operator would generate a new key, and ${said.why}`,
        remedy:
          'Find the key that the running registry uses (its /conf/stack/config.yaml, an older backup) and set ' +
          `${key} to it, in quotes: ${editConfig(facts)}.`,
      };
    },
  });
}
