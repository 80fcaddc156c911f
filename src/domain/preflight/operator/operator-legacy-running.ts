import { oldOperators } from '../../ecosystem/operators/read-operators.ts';
import { defineRule } from '../define-rule.ts';
import { stopOperator } from './stop-operator.ts';

export const operatorLegacyRunning = defineRule({
  id: 'operator-legacy-running',
  severity: 'blocker',
  covers: ['H5', 'H6'],
  look: (facts) =>
    oldOperators(facts, 'legacy').map((operator) => ({
      object: operator.source,
      field: 'spec.version',
      message:
        `${operator.source} is a legacy operator (${operator.version || 'of an unknown version'}) that still manages ` +
        'this QuayEcosystem. It would start the old registry in the middle of the copy, and overwrite the Route',
      remedy: stopOperator(operator),
    })),
});
