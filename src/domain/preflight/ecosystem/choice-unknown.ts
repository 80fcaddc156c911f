import { readChoices } from '../../choices.ts';
import { defineRule } from '../define-rule.ts';
import { ecosystemObject } from '../object-names.ts';

export const choiceUnknown = defineRule({
  id: 'choice-unknown',
  severity: 'blocker',
  covers: [],
  look: (facts) =>
    readChoices(facts.ecosystem?.metadata.annotations ?? {}).problems.map(({ annotation, problem }) => ({
      object: ecosystemObject(facts),
      field: `metadata.annotations[${annotation}]`,
      message: `The annotation ${annotation} ${problem}. An invalid choice is not silently ignored`,
      remedy: `Correct the annotation, or remove it (oc annotate quayecosystem ${facts.name} -n ${facts.namespace} ${annotation}-).`,
    })),
});
