import type { OperatorFacts } from '../../ecosystem/facts.ts';

/** How to stop an operator without deleting its custom resources. */
export function stopOperator({ namespace, deployment, source }: OperatorFacts): string {
  return deployment === ''
    ? `Uninstall the operator (see oc get subscriptions -n ${namespace || 'NAMESPACE'} and ${source}). Its custom resources are kept.`
    : `Stop the operator: oc scale deployment ${deployment} -n ${namespace} --replicas=0. Or uninstall it: its custom resources are kept.`;
}
