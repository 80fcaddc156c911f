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
    return {
      object: objectIn(facts, 'Service', name),
      field: 'spec.selector',
      message:
        `the registry is reached through ${type === 'Ingress' ? 'an' : 'a'} ${type}. To keep the address, this Service is pointed at the new pods and ` +
        'no longer goes with the QuayEcosystem; from then on it is yours, no operator looks after it',
      remedy:
        type === 'Ingress'
          ? `Keep Service and Ingress ${name}${withSecrets(facts)} in your own manifests after the migration, then acknowledge this.`
          : `Keep Service ${name} in your own manifests after the migration, then acknowledge this.`,
    };
  },
});

/** The certificates of Ingresses that the QuayEcosystem owned until then. */
function withSecrets(facts: EcosystemFacts): string {
  const { secrets = [] } = accessPlan(facts);
  return secrets.length === 0
    ? ''
    : `, and Secret ${secrets.join(', ')}, which the Ingress needs and which is kept with it,`;
}
