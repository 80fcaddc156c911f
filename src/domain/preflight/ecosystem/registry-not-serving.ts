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
        const remedy = `Find out why: oc describe deployment ${deployment.metadata.name} -n ${facts.namespace}.`;
        const object = describeObject(deployment);
        if (deployment.spec?.replicas === 0)
          return [{ object, field: 'spec.replicas', message: `${object} ${stopped}`, remedy }];
        return isDown(deployment)
          ? [{ object, field: 'status.availableReplicas', message: `${object} ${down}`, remedy }]
          : [];
      }),
});

const down = 'has no available pod. Whether the registry that is migrated works is unknown';
const stopped =
  'has no replicas. The old registry is not available now, and would not be after a rollback either, unless an earlier ' +
  'rollback could not start it again';

function isDown({ status }: Deployment): boolean {
  return status?.observedGeneration !== undefined && (status.availableReplicas ?? 0) === 0;
}
