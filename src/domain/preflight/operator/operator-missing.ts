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
      message: `${why(facts)}. No operator would deploy the registry that the QuayRegistry describes`,
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
    'Install the operator "Red Hat Quay", 3.9 or newer, for this namespace or for all namespaces, and wait ' +
    'until oc get csv --all-namespaces shows Succeeded.';
  if (first === undefined || !first.covers || !first.running) return install;
  return (
    `${install} If it is already installed, restore the permissions of its ServiceAccount in this namespace. If its ` +
    'Deployment cannot be found, name its namespace in operatorNamespaces in the values of the chart ' +
    'quay-migration-plugin.'
  );
}

/** A tenant may create many Deployments that pose as an operator. */
const mostReasons = 3;

function why({ operators, namespace, snapshot }: EcosystemFacts): string {
  const current = operators.filter(({ generation }) => generation === 'current');
  // A Deployment can claim anything about itself: one that the cluster does not vouch for is only named.
  const reasons = current.map((operator) =>
    operator.notVouched !== '' && operator.running && operator.covers
      ? `${operator.source} claims to be a quay-operator, but ${operator.notVouched}`
      : operator.covers
        ? `quay-operator ${operator.version} is installed, but ${operator.notRunning}`
        : `quay-operator ${operator.version} watches ${operator.watches.join(', ')}, not ${namespace}`,
  );
  if (reasons.length > 0) return reasons.slice(0, mostReasons).join('; ');
  const unread = snapshot.unread.find(({ resource }) => resource.startsWith('clusterserviceversions.'));
  return unread === undefined
    ? 'No quay-operator 3.9 or newer is installed'
    : `No quay-operator 3.9 or newer was found (${unread.resource}: ${unread.reason})`;
}
