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
    const object = objectIn(facts, 'Service', name);
    return {
      object,
      field: 'metadata.name',
      message: absence(facts, {
        object,
        resource: 'services',
        consequence: 'DB_URI of config.yaml names it, so neither the registry nor the copy can reach the database',
      }),
      remedy: `Create the Service again: oc expose deployment ${name} -n ${facts.namespace} --port=5432.`,
    };
  },
});
