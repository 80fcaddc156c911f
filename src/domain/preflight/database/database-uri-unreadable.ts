import { configValue } from '../../config/config-document.ts';
import type { EcosystemFacts } from '../../ecosystem/facts.ts';
import { type Statement, defineRule } from '../define-rule.ts';
import { configSecretObject, editConfig } from '../object-names.ts';

export const databaseUriUnreadable = defineRule({
  id: 'database-uri-unreadable',
  severity: 'blocker',
  covers: ['H12'],
  look: (facts) => {
    const { document } = facts.config;
    if (document === undefined || facts.database.uri) return undefined;
    const value = configValue(document, 'DB_URI');
    const missing = value === undefined;
    const scheme = typeof value === 'string' ? /^(mysql|mariadb|sqlite)\b/i.exec(value)?.[1]?.toLowerCase() : undefined;
    if (scheme !== undefined) return otherDatabase(facts, scheme);
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

/** Telling people to correct DB_URI would be wrong here: the data is where it says. */
function otherDatabase(facts: EcosystemFacts, scheme: string): Statement {
  return {
    object: configSecretObject(facts),
    field: 'data[config.yaml]: DB_URI',
    message: `names a database of another kind (${scheme}); only PostgreSQL can be migrated, and another DB_URI does not bring the data along`,
    remedy:
      'First move the data into a PostgreSQL database while the old registry stands still (pgloader does it; every ' +
      'table, with its sequences), let the old registry run on it, and check that it does; then request the migration again.',
  };
}
