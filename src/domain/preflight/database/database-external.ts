import { defineRule } from '../define-rule.ts';
import { configSecretObject } from '../object-names.ts';

export const databaseExternal = defineRule({
  id: 'database-external',
  severity: 'warning',
  covers: ['H14'],
  look: (facts) => {
    const { kind, uri } = facts.database;
    // A DB_URI that is not a PostgreSQL URI has its own blocker.
    if (kind !== 'external' || (facts.config.document && !uri)) return undefined;
    return {
      object: configSecretObject(facts),
      field: 'data[config.yaml]: DB_URI',
      message:
        `DB_URI of config.yaml names ${uri?.host ?? 'an external server'}. This database is not copied: its schema is ` +
        'upgraded in place. The old registry cannot run on it afterwards, so a rollback requires restoring a backup',
      remedy:
        'Stop all other users of the database, create a backup (pg_dump -Fc), and test it by restoring it once. Then ' +
        'acknowledge this warning.',
    };
  },
});
