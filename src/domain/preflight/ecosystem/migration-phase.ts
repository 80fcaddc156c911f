import { defineRule } from '../define-rule.ts';
import { ecosystemObject, editEcosystem } from '../object-names.ts';

/** Phases in which robot tokens are stored in one form only; between them a newer Quay cannot read half of them. */
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
      message: `is "${phase}": the registry is half-way from Quay 3.2 to 3.3, and some robot tokens are not encrypted yet`,
      remedy: `Finish it with the legacy operator, up to remove-old-field, and then ask again: ${editEcosystem(facts)}.`,
    };
  },
});
