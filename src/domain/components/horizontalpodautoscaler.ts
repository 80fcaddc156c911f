import type { EcosystemFacts } from '../ecosystem/facts.ts';
import type { ComponentRule } from './decision.ts';

/**
 * quay-operator 3.12 and newer make no autoscaler for an unmanaged mirror or Clair and yet wait for it: the registry
 * would never become Available.
 */
export function autoscalerManaged(facts: EcosystemFacts): boolean {
  return facts.clair.enabled && facts.mirror.enabled;
}

export const horizontalpodautoscaler: ComponentRule = (facts) => ({
  kind: 'horizontalpodautoscaler',
  managed: autoscalerManaged(facts),
  reason: autoscalerManaged(facts)
    ? 'The components quay, mirror and clair are all managed'
    : 'With mirror or clair unmanaged, quay-operator would wait indefinitely for their autoscalers',
  configChanges: [],
});
