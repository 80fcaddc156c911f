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
      message: `${resource} could not be read${elsewhere ? ' in other namespaces' : ''}: ${reason}. What depends on this resource was not checked`,
      remedy:
        remedy ?? `Use an account that may read this resource (oc auth can-i list ${resource}), or add it to the dump.`,
    })),
});
