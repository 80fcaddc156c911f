import type { Deployment } from '../../../k8s/deployment.ts';
import { describeObject } from '../../../k8s/object.ts';
import { defineRule } from '../define-rule.ts';

export const registryNotServing = defineRule({
  id: 'registry-not-serving',
  severity: 'info',
  covers: ['H36'],
  look: (facts) =>
    facts.writers
      .filter(({ metadata }) => metadata.name === `${facts.name}-quay`)
      .flatMap((deployment) => {
        const remedy = `See why: oc describe deployment ${deployment.metadata.name} -n ${facts.namespace}.`;
        const object = describeObject(deployment);
        if (deployment.spec?.replicas === 0) return [{ object, field: 'spec.replicas', message: stopped, remedy }];
        return isDown(deployment) ? [{ object, field: 'status.availableReplicas', message: down, remedy }] : [];
      }),
});

const down = 'has no available pod: what is migrated is a registry of which nobody knows that it works';
const stopped =
  'has no replicas: the old registry does not serve now, and after a rollback it would not either, unless it was an ' +
  'earlier rollback that could not start it again';

function isDown({ status }: Deployment): boolean {
  return status?.observedGeneration !== undefined && (status.availableReplicas ?? 0) === 0;
}
