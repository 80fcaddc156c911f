import type { Deployment } from '../../k8s/deployment.ts';
import { describeObject } from '../../k8s/object.ts';
import { defineRule } from './define-rule.ts';

export const registryNotServing = defineRule({
  id: 'registry-not-serving',
  severity: 'info',
  covers: ['H36'],
  look: (facts) =>
    facts.writers
      .filter(({ metadata }) => metadata.name === `${facts.name}-quay`)
      .filter(isDown)
      .map((deployment) => ({
        object: describeObject(deployment),
        field: 'status.availableReplicas',
        message: 'has no available pod: what is migrated is a registry of which nobody knows that it works',
        remedy: `See why: oc describe deployment ${deployment.metadata.name} -n ${facts.namespace}.`,
      })),
});

function isDown({ spec, status }: Deployment): boolean {
  return status?.observedGeneration !== undefined && spec?.replicas !== 0 && (status.availableReplicas ?? 0) === 0;
}
