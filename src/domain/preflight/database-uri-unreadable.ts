import { configValue } from '../config/config-document.ts';
import { defineRule } from './define-rule.ts';
import { configSecretObject, editConfig } from './object-names.ts';

export const databaseUriUnreadable = defineRule({
  id: 'database-uri-unreadable',
  severity: 'blocker',
  covers: ['H12'],
  look: (facts) => {
    const { document } = facts.config;
    if (document === undefined || facts.database.uri) return undefined;
    const missing = configValue(document, 'DB_URI') === undefined;
    return {
      object: configSecretObject(facts),
      field: 'data[config.yaml]: DB_URI',
      // The value holds a password: it is not quoted.
      message: missing
        ? 'is missing: nobody knows where the data of this registry is'
        : 'is no PostgreSQL URI with a host and a database; other databases cannot be migrated',
      remedy: `It reads postgresql://USER:PASSWORD@HOST/DATABASE: ${editConfig(facts)}.`,
    };
  },
});
