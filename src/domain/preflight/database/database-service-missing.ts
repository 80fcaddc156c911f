import { legacyDatabaseName } from '../../ecosystem/database/read-database.ts';
import { defineRule } from '../define-rule.ts';
import { absence, objectIn } from '../object-names.ts';

export const databaseServiceMissing = defineRule({
  id: 'database-service-missing',
  severity: 'blocker',
  covers: [],
  look: (facts) => {
    const { kind, service } = facts.database;
    if (kind !== 'managed' || service) return undefined;
    const name = legacyDatabaseName(facts.name);
    return {
      object: objectIn(facts, 'Service', name),
      field: 'metadata.name',
      message: absence(
        facts,
        'services',
        'DB_URI leads to it, and neither the registry nor the copy can reach the database',
      ),
      remedy: `Make it again: oc expose deployment ${name} -n ${facts.namespace} --port=5432.`,
    };
  },
});
