import type { ComponentRule } from './decision.ts';

/** If this component were left out, quay-operator would run a Clair database that nobody uses. */
export const clairpostgres: ComponentRule = (facts) => ({
  kind: 'clairpostgres',
  managed: facts.clair.enabled,
  reason: facts.clair.enabled ? 'Clair v4 needs its own database' : 'Clair is not enabled',
  configChanges: [],
});
