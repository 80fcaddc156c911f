import { defineRule } from '../define-rule.ts';
import { ecosystemObject } from '../object-names.ts';

export const setupIncomplete = defineRule({
  id: 'setup-incomplete',
  severity: 'info',
  covers: ['H36'],
  look: (facts) => {
    if (!facts.ecosystem || facts.ecosystem.status?.setupComplete === true) return undefined;
    return {
      object: ecosystemObject(facts),
      field: 'status.setupComplete',
      message:
        'status.setupComplete is not true: the legacy operator did not set up this registry itself (skipSetup), or never ' +
        'finished. In this case it did not deploy mirror and Clair, whatever the spec says',
      remedy: 'Make sure that the registry works before you migrate it: log in and pull an image.',
    };
  },
});
