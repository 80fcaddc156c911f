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
        `is "unmanaged": the new registry goes on with the old database ${name}, which no operator looks after any ` +
        'more. Its schema is upgraded in place, a rollback needs a restore, and deleting the QuayEcosystem would ' +
        'delete the only database',
      remedy:
        `Make a backup: oc exec deployment/${name} -n ${facts.namespace} -- pg_dump -Fc quay > quay.dump. Before you ` +
        'ever delete the QuayEcosystem, take its owner reference off the Deployment, PVC, Service and Secret of the ' +
        'database. Then acknowledge this.',
    };
  },
});
