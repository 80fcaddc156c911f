import type { EcosystemFacts } from '../../ecosystem/facts.ts';
import { accessPlan } from '../../plan/access-plan.ts';
import { defineRule } from '../define-rule.ts';
import { objectIn } from '../object-names.ts';

export const accessManual = defineRule({
  id: 'access-manual',
  severity: 'warning',
  covers: ['H26', 'H34', 'B14', 'B27'],
  look: (facts) => {
    const { type } = facts.access;
    if (type === 'Route') return undefined;
    const name = `${facts.name}-quay`;
    const object = objectIn(facts, 'Service', name);
    return {
      object,
      field: 'spec.selector',
      message:
        `Clients reach the registry through ${type === 'Ingress' ? 'an' : 'a'} ${type}. To keep the address, ${object} ` +
        'is pointed at the new pods and is no longer owned by the QuayEcosystem. From then on you manage it, not an operator',
      remedy:
        type === 'Ingress'
          ? `Acknowledge this warning. After the migration, keep Service and Ingress ${name}${withSecrets(facts)} in your own manifests.`
          : `Acknowledge this warning. After the migration, keep Service ${name} in your own manifests.`,
    };
  },
});

/** The certificates of Ingresses that the QuayEcosystem owns until the migration. */
function withSecrets(facts: EcosystemFacts): string {
  const { secrets = [] } = accessPlan(facts);
  return secrets.length === 0
    ? ''
    : `, and Secret ${secrets.join(', ')}, which the Ingress needs and which is kept with it,`;
}
