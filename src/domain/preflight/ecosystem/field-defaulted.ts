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
        message: `${field} ${problem}. It is treated as empty, and the objects in the cluster decide`,
        remedy: 'No action is required, unless you know that the registry was set up differently.',
      })),
});
