import type { EcosystemFacts, OperatorFacts } from '../../ecosystem/facts.ts';
import { defineRule } from '../define-rule.ts';

export const operatorMissing = defineRule({
  id: 'operator-missing',
  severity: 'blocker',
  covers: ['H40'],
  look: (facts) => {
    if (facts.operator) return undefined;
    const [first] = facts.operators.filter(({ generation }) => generation === 'current');
    return {
      object: first?.source ?? 'ClusterServiceVersion quay-operator',
      field: fieldOf(first),
      message: `${why(facts)}; nobody would turn the QuayRegistry into a running registry`,
      remedy: remedyFor(first),
    };
  },
});

function fieldOf(first: OperatorFacts | undefined): string {
  if (first === undefined) return 'metadata.name';
  if (!first.covers) return 'metadata.annotations[olm.targetNamespaces]';
  return first.running ? 'spec.template.spec.serviceAccountName' : 'status.phase';
}

function remedyFor(first: OperatorFacts | undefined): string {
  const install =
    'Install the operator "Red Hat Quay", 3.9 or newer, for this namespace or for all of them, and wait until ' +
    'oc get csv --all-namespaces says Succeeded.';
  if (first === undefined || !first.covers || !first.running) return install;
  return (
    `${install} If it is installed: give its ServiceAccount its rights here again, or, where its Deployment is not to be ` +
    'seen, name its namespace in operatorNamespaces of the values of the chart quay-migration-plugin.'
  );
}

/** Strangers may pose as many. */
const mostReasons = 3;

function why({ operators, namespace, snapshot }: EcosystemFacts): string {
  const current = operators.filter(({ generation }) => generation === 'current');
  // A stranger's Deployment may say anything of itself: what the cluster does not vouch for is told by its name alone.
  const reasons = current.map((operator) =>
    operator.notVouched !== '' && operator.running && operator.covers
      ? `${operator.source} says that it is a quay-operator, but ${operator.notVouched}`
      : operator.covers
        ? `quay-operator ${operator.version} is there, but ${operator.notRunning}`
        : `quay-operator ${operator.version} watches ${operator.watches.join(', ')}, not ${namespace}`,
  );
  if (reasons.length > 0) return reasons.slice(0, mostReasons).join('; ');
  const unread = snapshot.unread.find(({ resource }) => resource.startsWith('clusterserviceversions.'));
  return unread === undefined
    ? 'there is no quay-operator 3.9 or newer'
    : `no quay-operator 3.9 or newer is to be seen (${unread.resource}: ${unread.reason})`;
}
