import type { Choices } from '../../choices.ts';
import { defineRule } from '../define-rule.ts';
import { ecosystemObject } from '../object-names.ts';

/** Choices that have a name already, and that the engine cannot do yet. */
export const choiceUnavailable = defineRule({
  id: 'choice-unavailable',
  severity: 'blocker',
  covers: [],
  look: (facts, choices) =>
    unavailable(choices).map(({ annotation, instead }) => ({
      object: ecosystemObject(facts),
      field: `metadata.annotations[${annotation}]`,
      message: `asks for something that this version cannot do; ${instead}`,
      remedy: `Take it away: oc annotate quayecosystem ${facts.name} -n ${facts.namespace} ${annotation}-`,
    })),
});

function unavailable(choices: Choices): readonly { readonly annotation: string; readonly instead: string }[] {
  return choices.access === 'new-service'
    ? [{ annotation: 'quay-migration/access', instead: 'it keeps the old Service, and with it the address' }]
    : [];
}
