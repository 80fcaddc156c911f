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
      message: `is ${server}: Clair v4 takes nothing over from it and gets a database of its own, which the new operator manages`,
      remedy: `Nothing now. When the migration is done, the database of the old Clair on ${server} is used by nobody.`,
    };
  },
});
