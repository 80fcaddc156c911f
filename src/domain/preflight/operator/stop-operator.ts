import type { OperatorFacts } from '../../ecosystem/facts.ts';

/** How a person stops an operator without taking its objects away. */
export function stopOperator({ namespace, deployment, source }: OperatorFacts): string {
  return deployment === ''
    ? `Uninstall the operator; its custom resources stay: see oc get subscriptions -n ${namespace || 'NAMESPACE'} and ${source}.`
    : `Stop it: oc scale deployment ${deployment} -n ${namespace} --replicas=0, or uninstall it; its custom resources stay.`;
}
