import { currentOperators } from '../../ecosystem/operators/read-operators.ts';
import { defineRule } from '../define-rule.ts';
import { stopOperator } from './stop-operator.ts';

export const operatorSeveral = defineRule({
  id: 'operator-several',
  severity: 'warning',
  covers: ['H40'],
  look: ({ operators, namespace }) => {
    const [newest, ...others] = currentOperators(operators);
    if (newest === undefined) return undefined;
    return others.map((other) => ({
      object: other.source,
      field: 'spec.version',
      message:
        `${other.source} is quay-operator ${other.version}, and ${newest.source} is quay-operator ${newest.version}. ` +
        `Both manage the QuayRegistries of ${namespace}, and each would revert what the other does. The plan is made ` +
        `for ${newest.version}. If the other one acts first, the registry runs an image that was not tested`,
      remedy: `Keep only one of the operators. ${stopOperator(other)} Or acknowledge this warning.`,
    }));
  },
});
