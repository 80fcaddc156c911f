import { defineRule } from '../define-rule.ts';
import { ecosystemObject } from '../object-names.ts';

export const dumpIncomplete = defineRule({
  id: 'dump-incomplete',
  severity: 'info',
  covers: [],
  look: (facts) =>
    facts.snapshot.unread.map(({ resource, elsewhere, reason, remedy }) => ({
      object: ecosystemObject(facts),
      field: resource,
      message: `${elsewhere ? 'could not be read in other namespaces' : 'could not be read'}: ${reason}; what depends on it was not checked`,
      remedy: remedy ?? `Use an account that may read it: oc auth can-i list ${resource}; or add it to the dump.`,
    })),
});
