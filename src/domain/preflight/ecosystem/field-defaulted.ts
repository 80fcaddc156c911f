import { defineRule } from '../define-rule.ts';
import { ecosystemObject } from '../object-names.ts';

export const fieldDefaulted = defineRule({
  id: 'field-defaulted',
  severity: 'info',
  covers: ['H22', 'B11'],
  look: (facts) =>
    facts.fieldProblems
      .filter(({ kind }) => kind === 'missing')
      .map(({ field, problem }) => ({
        object: ecosystemObject(facts),
        field,
        message: `${problem}; it counts as empty, and what exists in the cluster decides`,
        remedy: 'Nothing, unless you know that the registry was set up otherwise.',
      })),
});
