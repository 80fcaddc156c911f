import type { ComponentRule } from './decision.ts';

/** Left out, the operator would run a Clair database that nobody uses. */
export const clairpostgres: ComponentRule = (facts) => ({
  kind: 'clairpostgres',
  managed: facts.clair.enabled,
  reason: facts.clair.enabled ? 'Clair v4 needs a database of its own' : 'Clair is not enabled',
  configChanges: [],
});
