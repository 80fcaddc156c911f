import { defineRule } from '../define-rule.ts';
import { ecosystemObject } from '../object-names.ts';

export const clairDatabaseExternal = defineRule({
  id: 'clair-database-external',
  severity: 'info',
  covers: ['H29'],
  look: (facts) => {
    const server = facts.ecosystem?.spec?.clair?.database?.server ?? '';
    if (!facts.clair.enabled || server === '') return undefined;
    return {
      object: ecosystemObject(facts),
      field: 'spec.clair.database.server',
      message: `spec.clair.database.server is ${server}. Clair v4 uses nothing from that database and gets its own, which quay-operator manages`,
      remedy: `No action is required. After the migration, the database of the old Clair on ${server} is unused.`,
    };
  },
});
