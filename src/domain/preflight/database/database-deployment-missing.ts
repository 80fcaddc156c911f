import { legacyDatabaseName } from '../../ecosystem/database/read-database.ts';
import { defineRule } from '../define-rule.ts';
import { absence, objectIn } from '../object-names.ts';

export const databaseDeploymentMissing = defineRule({
  id: 'database-deployment-missing',
  severity: 'blocker',
  covers: [],
  look: (facts) => {
    const { kind, deployment } = facts.database;
    if (kind !== 'managed') return undefined;
    const name = legacyDatabaseName(facts.name);
    const object = objectIn(facts, 'Deployment', name);
    if (deployment === undefined) {
      return {
        object,
        field: 'metadata.name',
        message: absence(facts, {
          object,
          resource: 'deployments.apps',
          consequence: 'No server runs on the volume of the old database, so nothing can be copied',
        }),
        remedy:
          'Restore the Deployment from a backup, as the legacy operator created it, and wait until it is available.',
      };
    }
    if (deployment.spec?.replicas !== 0) return undefined;
    return {
      object,
      field: 'spec.replicas',
      message: `spec.replicas of ${object} is 0: the old database is not running, so nothing can be copied`,
      remedy: `Scale the Deployment up: oc scale deployment ${name} -n ${facts.namespace} --replicas=1.`,
    };
  },
});
