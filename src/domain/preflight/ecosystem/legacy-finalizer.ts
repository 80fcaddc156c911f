import { defineRule } from '../define-rule.ts';
import { ecosystemObject } from '../object-names.ts';

/** Operator 1.1.0 added it, and no later operator takes it off. */
const finalizer = 'quayecosystem.redhatcop.redhat.io';

export const legacyFinalizer = defineRule({
  id: 'legacy-finalizer',
  severity: 'info',
  covers: ['H33', 'B22'],
  look: (facts) => {
    const finalizers = facts.ecosystem?.metadata.finalizers ?? [];
    const index = finalizers.indexOf(finalizer);
    if (index === -1) return undefined;
    return {
      object: ecosystemObject(facts),
      field: `metadata.finalizers[${index}]`,
      message: `is ${finalizer}, which no operator takes off any more: when you delete the QuayEcosystem, it will hang`,
      remedy:
        'Nothing now. When the migration is done and you delete the QuayEcosystem, take it off: oc patch ' +
        `quayecosystem ${facts.name} -n ${facts.namespace} --type=json ` +
        `-p '[{"op":"remove","path":"/metadata/finalizers/${index}"}]'.`,
    };
  },
});
