import { defineRule } from '../define-rule.ts';
import { ecosystemObject } from '../object-names.ts';

export const nameInvalid = defineRule({
  id: 'name-invalid',
  severity: 'blocker',
  covers: ['H37'],
  look: (facts) => {
    if (/^[a-z]([-a-z0-9]*[a-z0-9])?$/.test(facts.name)) return undefined;
    return {
      object: ecosystemObject(facts),
      field: 'metadata.name',
      message: `"${facts.name}" cannot begin the name of a Service: only a-z, 0-9 and - are allowed, with a letter in front`,
      remedy: 'Create a QuayRegistry with such a name by hand; the new registry keeps the name of the QuayEcosystem.',
    };
  },
});
