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
        'is not set: which image the new registry will run cannot be known, so that it cannot be tried beforehand',
      remedy: `Reinstall the operator; its Deployment names its images: oc get deployment ${operator.deployment} -n ${operator.namespace} -o yaml.`,
    }));
  },
});
