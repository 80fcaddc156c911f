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
      message: `The name "${facts.name}" cannot be the beginning of a Service name: only a-z, 0-9 and - are allowed, and the first character must be a letter`,
      remedy: 'The new registry keeps the name of the QuayEcosystem. Create a QuayRegistry with a valid name manually.',
    };
  },
});
