import { defineRule } from '../define-rule.ts';
import { ecosystemObject, unreadReason } from '../object-names.ts';

export const ecosystemMissing = defineRule({
  id: 'ecosystem-missing',
  severity: 'blocker',
  covers: [],
  look: (facts) => {
    if (facts.ecosystem) return undefined;
    const unread = unreadReason(facts, 'quayecosystems.redhatcop.redhat.io');
    return {
      object: ecosystemObject(facts),
      field: 'metadata.name',
      message: unread === undefined ? 'does not exist, so there is nothing to migrate' : `could not be read: ${unread}`,
      remedy: `Look which there are: oc get quayecosystems --all-namespaces.`,
    };
  },
});
