import { defineRule } from '../define-rule.ts';
import { ecosystemObject } from '../object-names.ts';

/** Operator 1.1.0 added it, and no later operator removes it. */
const finalizer = 'quayecosystem.redhatcop.redhat.io';

export const legacyFinalizer = defineRule({
  id: 'legacy-finalizer',
  severity: 'info',
  covers: ['H33', 'B22'],
  look: (facts) => {
    const finalizers = facts.ecosystem?.metadata.finalizers ?? [];
    const index = finalizers.indexOf(finalizer);
    if (index === -1) return undefined;
    const object = ecosystemObject(facts);
    return {
      object,
      field: `metadata.finalizers[${index}]`,
      message: `${object} has the finalizer ${finalizer}, which no operator removes any more. A deletion of the QuayEcosystem would hang`,
      remedy:
        'No action is required now. When you delete the QuayEcosystem after the migration, remove the finalizer: oc patch ' +
        `quayecosystem ${facts.name} -n ${facts.namespace} --type=json ` +
        `-p '[{"op":"remove","path":"/metadata/finalizers/${index}"}]'.`,
    };
  },
});
