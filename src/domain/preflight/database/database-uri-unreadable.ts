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
      // The value contains a password, so it is not quoted.
      message: missing
        ? 'DB_URI of config.yaml is missing: the location of the data of this registry is unknown'
        : 'DB_URI of config.yaml is not a PostgreSQL URI with a host and a database. Other databases cannot be migrated',
      remedy: `Set DB_URI to postgresql://USER:PASSWORD@HOST/DATABASE: ${editConfig(facts)}.`,
    };
  },
});

/** Here DB_URI must not be corrected: the data is where it points to. */
function otherDatabase(facts: EcosystemFacts, scheme: string): Statement {
  return {
    object: configSecretObject(facts),
    field: 'data[config.yaml]: DB_URI',
    message: `DB_URI of config.yaml names a database of another kind (${scheme}). Only PostgreSQL can be migrated, and changing DB_URI does not copy the data`,
    remedy:
      'First move the data into a PostgreSQL database while the old registry is stopped (pgloader can do this: every ' +
      'table, with its sequences). Run the old registry on that database and check that it works. Then request the ' +
      'migration again.',
  };
}
