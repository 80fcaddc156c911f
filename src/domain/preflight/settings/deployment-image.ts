import { describeObject } from '../../../k8s/object.ts';
import { containersOf } from '../../ecosystem/read-pod-template.ts';
import { defineRule } from '../define-rule.ts';

export const deploymentImage = defineRule({
  id: 'deployment-image',
  severity: 'info',
  covers: ['H36'],
  look: (facts) => {
    const deployment = facts.writers.find(({ metadata }) => metadata.name === `${facts.name}-quay`);
    const running = containersOf(deployment?.spec?.template)[0]?.image;
    const written = facts.ecosystem?.spec?.quay?.image ?? '';
    if (!deployment || typeof running !== 'string' || written === '' || running === written) return undefined;
    return {
      object: describeObject(deployment),
      field: 'spec.template.spec.containers[0].image',
      message: `The image of ${describeObject(deployment)} is ${running}, but the QuayEcosystem specifies ${written}. Which Quay version the database belongs to is read from the database itself, before the downtime`,
      remedy: 'No action is required.',
    };
  },
});
