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
      message: `${problem}; a choice that is not understood must not silently be none`,
      remedy: `Correct it or take it away: oc annotate quayecosystem ${facts.name} -n ${facts.namespace} ${annotation}-`,
    })),
});
