import { defineRule } from '../define-rule.ts';
import { ecosystemObject, editEcosystem } from '../object-names.ts';

/** Phases in which all robot tokens are stored in one form; in any other, a newer Quay cannot read some of them. */
const finishedPhases = ['', 'new-installation', 'remove-old-field'];

export const migrationPhase = defineRule({
  id: 'migration-phase',
  severity: 'blocker',
  covers: ['H36'],
  look: (facts) => {
    const phase = facts.ecosystem?.spec?.quay?.migrationPhase ?? '';
    if (finishedPhases.includes(phase)) return undefined;
    return {
      object: ecosystemObject(facts),
      field: 'spec.quay.migrationPhase',
      message: `spec.quay.migrationPhase is "${phase}": the upgrade from Quay 3.2 to 3.3 is incomplete, and some robot tokens are not encrypted yet`,
      remedy: `Complete the upgrade with the legacy operator, up to remove-old-field: ${editEcosystem(facts)}. Then request the migration again.`,
    };
  },
});
