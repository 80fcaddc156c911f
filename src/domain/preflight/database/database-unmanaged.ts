import { legacyDatabaseName } from '../../ecosystem/database/read-database.ts';
import { defineRule } from '../define-rule.ts';
import { ecosystemObject } from '../object-names.ts';

export const databaseUnmanaged = defineRule({
  id: 'database-unmanaged',
  severity: 'warning',
  covers: ['H13', 'H14', 'H34'],
  look: (facts, choices) => {
    if (facts.database.kind !== 'managed' || choices.database !== 'unmanaged') return undefined;
    const name = legacyDatabaseName(facts.name);
    return {
      object: ecosystemObject(facts),
      field: 'metadata.annotations[quay-migration/database]',
      message:
        `The annotation quay-migration/database is "unmanaged": the new registry keeps using the old database ${name}, ` +
        'which no operator manages any more. Its schema is upgraded in place, a rollback requires restoring a backup, ' +
        'and deleting the QuayEcosystem would delete the only database',
      remedy:
        `Create a backup: oc exec deployment/${name} -n ${facts.namespace} -- pg_dump -Fc quay > quay.dump. Then ` +
        'acknowledge this warning. Before you ever delete the QuayEcosystem, remove its owner reference from the ' +
        'Deployment, PVC, Service and Secret of the database.',
    };
  },
});
