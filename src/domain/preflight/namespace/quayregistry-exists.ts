import { describeObject } from '../../../k8s/object.ts';
import { defineRule } from '../define-rule.ts';
import { isOurs } from '../ours.ts';

export const quayregistryExists = defineRule({
  id: 'quayregistry-exists',
  severity: 'blocker',
  covers: ['H7', 'H32', 'B4'],
  look: (facts) => {
    const { quayRegistry, name, namespace } = facts;
    if (!quayRegistry) return undefined;
    const object = describeObject(quayRegistry);
    if (isOurs(facts, quayRegistry)) {
      return {
        object,
        field: 'metadata.uid',
        message: `${object} was created by an earlier attempt: this QuayEcosystem is already migrated, or is being rolled back`,
        remedy: `To migrate again, roll back first (oc delete quayregistry ${name} -n ${namespace}) and wait until the QuayRegistry is deleted.`,
      };
    }
    return {
      object,
      field: 'metadata.name',
      message: `${object} exists, and no known migration created it. It would be overwritten, and its database with it`,
      remedy:
        `Check what it is used for: oc get quayregistry ${name} -n ${namespace} -o yaml. If nobody needs it and its ` +
        `data, delete it: oc delete quayregistry ${name} -n ${namespace}.`,
    };
  },
});
