import { describeObject } from '../../../k8s/object.ts';
import { newPods } from '../../plan/access-plan.ts';
import type { EcosystemFacts } from '../../ecosystem/facts.ts';
import { defineRule } from '../define-rule.ts';

/** User-created Services that select the old pods: the migration does not change them. */
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
        message: `${describeObject(object)} selects the pods of the old registry, which are stopped at the freeze. ${whoLosesIt(facts, object.metadata.name)}`,
        remedy:
          'Acknowledge this warning. After the migration, point the Service at the new pods: ' +
          `oc patch service ${object.metadata.name} -n ${facts.namespace} --type=json -p '${JSON.stringify([
            { op: 'replace', path: '/spec/selector', value: newPods(facts.name) },
          ])}'.`,
      })),
});

function whoLosesIt({ doors }: EcosystemFacts, name: string): string {
  const behind = doors.filter(({ object, services }) => object.kind !== 'Service' && services.includes(name));
  const named = behind.map(({ object }) => describeObject(object));
  return named.length === 0
    ? 'Its clients lose access'
    : `${named.join(', ')} and other clients of this Service lose access`;
}
