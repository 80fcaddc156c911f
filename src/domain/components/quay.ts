import type { ComponentRule } from './decision.ts';
import { leftToOperator, podOverrides } from './pods/pod-overrides.ts';

export const quay: ComponentRule = (facts) => {
  const spec = facts.ecosystem?.spec?.quay;
  const overrides = podOverrides(facts, {
    component: 'quay-app',
    env: spec?.envVars,
    replicas: spec?.replicas,
    resources: spec?.resources,
  });
  const left = leftToOperator(spec?.envVars);
  return {
    kind: 'quay',
    managed: true,
    reason: `Quay itself is always managed${left.length > 0 ? `; quay-operator sets ${left.join(', ')} itself` : ''}`,
    ...(overrides && { overrides }),
    configChanges: [],
  };
};
