import type { ComponentOverrides } from '../../k8s/quayregistry.ts';
import type { EcosystemFacts } from '../ecosystem/facts.ts';
import type { ComponentRule } from './decision.ts';
import { autoscalerManaged } from './horizontalpodautoscaler.ts';
import { supportsOverride } from './override-support.ts';

/** Variables that the operator sets itself. */
const operatorVariables = /^(QE_K8S_|WORKER_COUNT_|QUAY_VERSION$|DEBUGLOG$|HTTPS?_PROXY$|NO_PROXY$)/;

export const quay: ComponentRule = (facts) => {
  const overrides = overridesOf(facts);
  return {
    kind: 'quay',
    managed: true,
    reason: 'Quay itself is always managed',
    ...(Object.keys(overrides).length > 0 && { overrides }),
    configChanges: [],
  };
};

function overridesOf(facts: EcosystemFacts): ComponentOverrides {
  const spec = facts.ecosystem?.spec?.quay;
  const env = (spec?.envVars ?? []).filter(({ name }) => !operatorVariables.test(name));
  const replicas = spec?.replicas;
  const scalable = !autoscalerManaged(facts) && typeof replicas === 'number' && replicas > 0;
  return {
    ...(env.length > 0 && supportsOverride(facts, 'env') && { env }),
    ...(scalable && { replicas }),
  };
}
