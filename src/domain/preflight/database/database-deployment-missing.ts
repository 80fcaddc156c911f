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
    if (deployment === undefined) {
      return {
        object: objectIn(facts, 'Deployment', name),
        field: 'metadata.name',
        message: absence(
          facts,
          'deployments.apps',
          'no server runs on the volume of the old database, nothing can be copied',
        ),
        remedy: 'Restore the Deployment from a backup, as the legacy operator made it, and wait until it is available.',
      };
    }
    if (deployment.spec?.replicas !== 0) return undefined;
    return {
      object: objectIn(facts, 'Deployment', name),
      field: 'spec.replicas',
      message: 'is 0: the old database does not run, and nothing can be copied',
      remedy: `Start it: oc scale deployment ${name} -n ${facts.namespace} --replicas=1.`,
    };
  },
});
