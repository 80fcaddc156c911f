import { defineRule } from '../define-rule.ts';
import { ecosystemObject, unreadReason } from '../object-names.ts';

export const ecosystemMissing = defineRule({
  id: 'ecosystem-missing',
  severity: 'blocker',
  covers: [],
  look: (facts) => {
    if (facts.ecosystem) return undefined;
    const unread = unreadReason(facts, 'quayecosystems.redhatcop.redhat.io');
    const object = ecosystemObject(facts);
    return {
      object,
      field: 'metadata.name',
      message:
        unread === undefined
          ? `${object} does not exist, so there is nothing to migrate`
          : `${object} could not be read: ${unread}`,
      remedy: 'List those that exist: oc get quayecosystems --all-namespaces.',
    };
  },
});
