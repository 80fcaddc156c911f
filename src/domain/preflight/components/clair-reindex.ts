import { defineRule } from '../define-rule.ts';
import { ecosystemObject } from '../object-names.ts';

export const clairReindex = defineRule({
  id: 'clair-reindex',
  severity: 'info',
  covers: ['H29'],
  look: (facts) => {
    if (!facts.clair.enabled) return undefined;
    return {
      object: ecosystemObject(facts),
      field: 'spec.clair.enabled',
      message:
        'Clair v2 is replaced by Clair v4, which reuses none of its results. Every image is scanned again, and the ' +
        'registry shows it as queued until then',
      remedy:
        'No action is required. With many images, scanning may take days and uses memory and CPU in the Clair pods.',
    };
  },
});
