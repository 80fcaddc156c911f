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
    return {
      object: ecosystemObject(facts),
      field: 'metadata.deletionTimestamp',
      message:
        `is being deleted since ${since} and only held by its finalizers (${finalizers.join(', ') || 'none'}); when ` +
        'it goes, its database and config Secret go with it, in the middle of a migration',
      remedy:
        'Save the object, its Secrets and its volumes first. A deletion cannot be taken back: let it end and create ' +
        'the QuayEcosystem again from what you saved.',
    };
  },
});
