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
        'Clair v2 is replaced by Clair v4, which takes nothing over: every image is scanned anew, and until that is done ' +
        'the registry shows images as queued',
      remedy: 'Nothing; with many images it may take days, and costs memory and CPU in the Clair pods.',
    };
  },
});
