import { defineRule } from '../define-rule.ts';
import { ecosystemObject } from '../object-names.ts';

export const ecosystemDeleting = defineRule({
  id: 'ecosystem-deleting',
  severity: 'blocker',
  covers: ['H33'],
  look: (facts) => {
    const since = facts.ecosystem?.metadata.deletionTimestamp;
    if (since === undefined) return undefined;
    const finalizers = facts.ecosystem?.metadata.finalizers ?? [];
    const object = ecosystemObject(facts);
    return {
      object,
      field: 'metadata.deletionTimestamp',
      message:
        `${object} has been marked for deletion since ${since} and is held only by its finalizers ` +
        `(${finalizers.join(', ') || 'none'}). Its database and config Secret would be deleted with it, in the middle of ` +
        'a migration',
      remedy:
        'Save the object, its Secrets and its volumes first. A deletion cannot be undone: let it finish and create the ' +
        'QuayEcosystem again from what you saved.',
    };
  },
});
