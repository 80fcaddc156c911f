import { defineRule } from '../define-rule.ts';
import { configSecretObject } from '../object-names.ts';

export const databaseExternal = defineRule({
  id: 'database-external',
  severity: 'warning',
  covers: ['H14'],
  look: (facts) => {
    const { kind, uri } = facts.database;
    // What is no PostgreSQL URI has a blocker of its own.
    if (kind !== 'external' || (facts.config.document && !uri)) return undefined;
    return {
      object: configSecretObject(facts),
      field: 'data[config.yaml]: DB_URI',
      message:
        `leads to ${uri?.host ?? 'an external server'}: this database is not copied, its schema is upgraded in place. ` +
        'The old registry cannot run on it afterwards; a rollback then needs a restore',
      remedy:
        'Stop all other users of the database and make a backup (pg_dump -Fc) that you have restored once; then ' +
        'acknowledge this.',
    };
  },
});
