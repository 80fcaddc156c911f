import { defineRule } from '../define-rule.ts';
import { ecosystemObject, editEcosystem } from '../object-names.ts';

export const fieldWrongType = defineRule({
  id: 'field-wrong-type',
  severity: 'blocker',
  covers: ['H22', 'B11'],
  look: (facts) =>
    facts.fieldProblems
      .filter(({ kind }) => kind === 'wrong-type')
      .map(({ field, problem }) => ({
        object: ecosystemObject(facts),
        field,
        message: `${field} ${problem}. What was intended cannot be determined`,
        remedy: `Correct the field: ${editEcosystem(facts)}.`,
      })),
});
