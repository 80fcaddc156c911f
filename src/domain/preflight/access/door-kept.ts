import { type KubernetesObject, describeObject } from '../../../k8s/object.ts';
import type { EcosystemFacts } from '../../ecosystem/facts.ts';
import { defineRule } from '../define-rule.ts';

/** Objects that lead to the old pods and work again after the migration without any action. */
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
            ? `${describeObject(object)} is kept for clients inside the cluster. It is pointed at the new pods and is no longer owned by the QuayEcosystem. From then on you manage it`
            : `${describeObject(object)} leads to the registry through Service ${name ?? ''}, which is kept and pointed at the new pods. It works again after the downtime`,
        remedy: 'No action is required now. After the migration, verify that it works.',
      }));
  },
});

const fields: Readonly<Record<string, string>> = {
  Service: 'spec.selector',
  Route: 'spec.to.name',
  Ingress: 'spec.rules',
  ServiceMonitor: 'spec.selector',
};

/** What quay-operator takes over, and what the finding `access-manual` covers. */
function hasOwnStatement({ access }: EcosystemFacts, object: KubernetesObject): boolean {
  if (object === access.route) return access.type === 'Route';
  return access.type !== 'Route' && (object === access.service || object === access.ingress);
}
