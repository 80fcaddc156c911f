import type { EcosystemFacts } from '../ecosystem/facts.ts';
import { defineRule } from './define-rule.ts';

export const operatorMissing = defineRule({
  id: 'operator-missing',
  severity: 'blocker',
  covers: ['H40'],
  look: (facts) => {
    if (facts.operator) return undefined;
    const [first] = facts.operators.filter(({ generation }) => generation === 'current');
    return {
      object: first?.source ?? 'ClusterServiceVersion quay-operator',
      field:
        first === undefined
          ? 'metadata.name'
          : first.covers
            ? 'status.phase'
            : 'metadata.annotations[olm.targetNamespaces]',
      message: `${why(facts)}; nobody would turn the QuayRegistry into a running registry`,
      remedy:
        'Install the operator "Red Hat Quay", 3.9 or newer, for this namespace or for all of them, and wait until ' +
        'oc get csv --all-namespaces says Succeeded.',
    };
  },
});

function why({ operators, namespace, snapshot }: EcosystemFacts): string {
  const current = operators.filter(({ generation }) => generation === 'current');
  const reasons = current.map((operator) =>
    operator.covers
      ? `quay-operator ${operator.version} is there, but ${operator.notRunning}`
      : `quay-operator ${operator.version} watches ${operator.watches.join(', ')}, not ${namespace}`,
  );
  if (reasons.length > 0) return reasons.join('; ');
  const unread = snapshot.unread.find(({ resource }) => resource.startsWith('clusterserviceversions.'));
  return unread === undefined
    ? 'there is no quay-operator 3.9 or newer'
    : `no quay-operator 3.9 or newer is to be seen (${unread.resource}: ${unread.reason})`;
}
