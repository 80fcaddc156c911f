import { legacyDatabaseName } from '../../ecosystem/database/read-database.ts';
import { defineRule } from '../define-rule.ts';
import { ecosystemObject, objectIn } from '../object-names.ts';

export const databaseEphemeral = defineRule({
  id: 'database-ephemeral',
  severity: 'blocker',
  covers: ['H13', 'B9'],
  look: (facts) => {
    const { kind, volume } = facts.database;
    if (kind !== 'ephemeral') return undefined;
    const name = legacyDatabaseName(facts.name);
    return {
      object: volume === undefined ? ecosystemObject(facts) : objectIn(facts, 'Deployment', name),
      field: volume === undefined ? 'spec.quay.database.volumeSize' : 'spec.template.spec.volumes[data].emptyDir',
      message:
        'The database is ephemeral: it has no persistent volume, is lost when its pod restarts, and would be deleted with the QuayEcosystem',
      remedy:
        `Save the database immediately: oc exec deployment/${name} -n ${facts.namespace} -- pg_dump -Fc quay > ` +
        'quay.dump. Then create a PVC, mount it in the Deployment, restore the dump into it, and set ' +
        'spec.quay.database.volumeSize.',
    };
  },
});
