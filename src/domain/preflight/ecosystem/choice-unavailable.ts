import type { Choices } from '../../choices.ts';
import { defineRule } from '../define-rule.ts';
import { ecosystemObject } from '../object-names.ts';

/**
 * The documentation also lets people choose a new load balancer. The old Service is always kept here, so that the value is
 * known, and rejected in words of its own instead of as a spelling mistake.
 */
export const choiceUnavailable = defineRule({
  id: 'choice-unavailable',
  severity: 'blocker',
  covers: [],
  look: (facts, choices) =>
    unavailable(choices).map(({ annotation, instead }) => ({
      object: ecosystemObject(facts),
      field: `metadata.annotations[${annotation}]`,
      message: `The annotation ${annotation} requests something that is not supported. ${instead}`,
      remedy: `Remove the annotation (oc annotate quayecosystem ${facts.name} -n ${facts.namespace} ${annotation}-).`,
    })),
});

function unavailable(choices: Choices): readonly { readonly annotation: string; readonly instead: string }[] {
  return choices.access === 'new-service'
    ? [{ annotation: 'quay-migration/access', instead: 'This version keeps the old Service, and with it the address' }]
    : [];
}
