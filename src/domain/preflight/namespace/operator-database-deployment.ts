import { deployments } from '../../../k8s/resource.ts';
import { describeObject } from '../../../k8s/object.ts';
import { newDatabaseName } from '../../migration-names.ts';
import { objectNamed } from '../../snapshot.ts';
import { defineRule } from '../define-rule.ts';

export const operatorDatabaseDeployment = defineRule({
  id: 'operator-database-deployment',
  severity: 'blocker',
  covers: ['H40'],
  look: (facts) => {
    const found = objectNamed(facts.snapshot, deployments, newDatabaseName(facts.name));
    if (!found || facts.quayRegistry) return undefined;
    return {
      object: describeObject(found),
      field: 'metadata.name',
      message:
        `${describeObject(found)} has the name of the new database. quay-operator treats it as an older PostgreSQL of ` +
        'its own and waits for it indefinitely, without reporting it',
      remedy: `Save its data, if it has any. Then delete the Deployment: oc delete deployment ${found.metadata.name} -n ${facts.namespace}.`,
    };
  },
});
