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
        message: 'is of an earlier attempt: this QuayEcosystem is migrated already, or is just being taken back',
        remedy: `To migrate again, take it back first (oc delete quayregistry ${name} -n ${namespace}) and wait until it is gone.`,
      };
    }
    return {
      object,
      field: 'metadata.name',
      message: 'exists, and no migration that is known here made it: it would be overwritten, and its database with it',
      remedy:
        `Look at what it serves: oc get quayregistry ${name} -n ${namespace} -o yaml. If nobody needs it and its data, ` +
        `delete it: oc delete quayregistry ${name} -n ${namespace}.`,
    };
  },
});
