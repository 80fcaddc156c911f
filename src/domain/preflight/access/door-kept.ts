import { type KubernetesObject, describeObject } from '../../../k8s/object.ts';
import type { EcosystemFacts } from '../../ecosystem/facts.ts';
import { defineRule } from '../define-rule.ts';

/** What becomes of each further way to the old pods that goes on by itself. */
export const doorKept = defineRule({
  id: 'door-kept',
  severity: 'info',
  covers: ['H26', 'H34'],
  look: (facts) => {
    const name = facts.access.service?.metadata.name;
    return facts.doors
      .filter(({ object, services }) => services.some((service) => service === name) && !hasOwnStatement(facts, object))
      .map(({ object }) => ({
        object: describeObject(object),
        field: fields[object.kind] ?? 'spec',
        message:
          object.kind === 'Service' && object.metadata.name === name
            ? 'is kept for clients inside the cluster: it is pointed at the new pods and no longer goes with the QuayEcosystem; from then on it is yours'
            : `leads to the registry through Service ${name ?? ''}, which is kept and pointed at the new pods: it goes on, after the outage of the migration`,
        remedy: 'Nothing now. Use it once after the migration to see that it works.',
      }));
  },
});

const fields: Readonly<Record<string, string>> = {
  Service: 'spec.selector',
  Route: 'spec.to.name',
  Ingress: 'spec.rules',
  ServiceMonitor: 'spec.selector',
};

/** What the operator takes over, and what `access-manual` is about. */
function hasOwnStatement({ access }: EcosystemFacts, object: KubernetesObject): boolean {
  if (object === access.route) return access.type === 'Route';
  return access.type !== 'Route' && (object === access.service || object === access.ingress);
}
