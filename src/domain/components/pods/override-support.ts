import { schemaAt } from '../../../k8s/customresourcedefinition.ts';
import type { ComponentOverrides } from '../../../k8s/quayregistry.ts';
import type { EcosystemFacts } from '../../ecosystem/facts.ts';

/**
 * Whether the installed QuayRegistry CRD has the override: a CRD drops what it does not know without a word
 * (`storageClassName` since quay-operator 3.16, `resources` since 3.11). Unknown CRD: only what 3.9 has.
 */
export function supportsOverride(facts: EcosystemFacts, field: keyof ComponentOverrides): boolean {
  if (facts.quayRegistryCrd === undefined) return field !== 'storageClassName' && field !== 'resources';
  const path = ['spec', 'components', '*', 'overrides', field];
  return schemaAt(facts.quayRegistryCrd, 'v1', path) !== undefined;
}
