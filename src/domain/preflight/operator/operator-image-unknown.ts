import { defineRule } from '../define-rule.ts';

export const operatorImageUnknown = defineRule({
  id: 'operator-image-unknown',
  severity: 'blocker',
  covers: [],
  look: (facts, choices) => {
    const { operator, database } = facts;
    if (!operator) return undefined;
    const needed = [
      ...(operator.quayImage === undefined ? ['RELATED_IMAGE_COMPONENT_QUAY'] : []),
      ...(operator.postgresImage === undefined && database.kind === 'managed' && choices.database === 'copy'
        ? ['RELATED_IMAGE_COMPONENT_POSTGRES']
        : []),
    ];
    return needed.map((variable) => ({
      object: operator.source,
      field: `spec.install.spec.deployments[0]: ${variable}`,
      message:
        `${variable} of ${operator.source} is not set. Which image the new registry will run is unknown, so it cannot ` +
        'be tested beforehand',
      remedy: `Reinstall quay-operator, whose Deployment must name its images: oc get deployment ${operator.deployment} -n ${operator.namespace} -o yaml.`,
    }));
  },
});
