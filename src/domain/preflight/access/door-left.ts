import { describeObject } from '../../../k8s/object.ts';
import { newPods } from '../../plan/access-plan.ts';
import type { EcosystemFacts } from '../../ecosystem/facts.ts';
import { defineRule } from '../define-rule.ts';

/** Services of somebody's own that select the old pods: the migration does not change them. */
export const doorLeft = defineRule({
  id: 'door-left',
  severity: 'warning',
  covers: ['H26'],
  look: (facts) =>
    facts.doors
      .filter(({ object, services: [first] }) => object.kind === 'Service' && first === object.metadata.name)
      .filter(({ object }) => object.metadata.name !== `${facts.name}-quay`)
      .map(({ object }) => ({
        object: describeObject(object),
        field: 'spec.selector',
        message: `selects the pods of the old registry, of which there are none from the freeze on: ${whoLosesIt(facts, object.metadata.name)}`,
        remedy:
          'Point it at the new pods when the migration is done, and acknowledge this: ' +
          `oc patch service ${object.metadata.name} -n ${facts.namespace} --type=json -p '${JSON.stringify([
            { op: 'replace', path: '/spec/selector', value: newPods(facts.name) },
          ])}'.`,
      })),
});

function whoLosesIt({ doors }: EcosystemFacts, name: string): string {
  const behind = doors.filter(({ object, services }) => object.kind !== 'Service' && services.includes(name));
  const named = behind.map(({ object }) => describeObject(object));
  return named.length === 0 ? 'whoever uses it is cut off' : `${named.join(', ')} and whoever else uses it are cut off`;
}
