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
        'has the name of the new database: quay-operator takes it for an older PostgreSQL of its own, waits for it for ' +
        'ever, and says so nowhere',
      remedy: `Save its data if it has any, then delete it: oc delete deployment ${found.metadata.name} -n ${facts.namespace}.`,
    };
  },
});
