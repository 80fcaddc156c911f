import { oldOperators } from '../../ecosystem/operators/read-operators.ts';
import { defineRule } from '../define-rule.ts';
import { stopOperator } from './stop-operator.ts';

export const operatorBridgingRunning = defineRule({
  id: 'operator-bridging-running',
  severity: 'blocker',
  covers: ['H2', 'H3', 'H4', 'H7', 'H8', 'H9', 'H10', 'H11', 'H22', 'H23', 'B1', 'B2', 'B4', 'B5', 'B8'],
  look: (facts) =>
    oldOperators(facts, 'bridging').map((operator) => ({
      object: operator.source,
      field: 'spec.version',
      message:
        `${operator.source} is quay-operator ${operator.version || 'of an unknown version'}, which migrates by itself as ` +
        'soon as it sees the label quay-operator/migrate, in a way that can lose data',
      remedy: `${stopOperator(operator)} Then install quay-operator 3.9 or newer, which ignores QuayEcosystems.`,
    })),
});
