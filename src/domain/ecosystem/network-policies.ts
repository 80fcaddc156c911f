import type { LabelSelector, NetworkPolicy, PolicyPeer, PolicyPort } from '../../k8s/networkpolicy.ts';
import { networkPolicies } from '../../k8s/resource.ts';
import { type Snapshot, objectsOf } from '../snapshot.ts';

type Labels = Readonly<Record<string, string>>;

/** Pods of the ecosystem's namespace, or whatever is outside of it. */
export type Peer = { readonly labels: Labels } | 'outside';

interface Rule {
  readonly peers: readonly PolicyPeer[] | undefined;
  readonly ports: readonly PolicyPort[] | undefined;
}

/**
 * The NetworkPolicies that keep `from` from a port of `to`. What a policy leaves open to judge (addresses, labels of
 * namespaces, ports by name) counts as allowed: nobody is alarmed by a guess.
 */
export function blockingPolicies(snapshot: Snapshot, from: Peer, to: Peer, port: number): readonly NetworkPolicy[] {
  const policies = objectsOf(snapshot, networkPolicies).filter(
    ({ metadata }) => metadata.namespace === snapshot.namespace,
  );
  return [
    ...denying(policies, 'Ingress', { pod: to, other: from, port }),
    ...denying(policies, 'Egress', { pod: from, other: to, port }),
  ];
}

interface Connection {
  readonly pod: Peer;
  readonly other: Peer;
  readonly port: number;
}

/** Without any policy for a pod all is allowed; with some, what one of them allows. */
function denying(
  policies: readonly NetworkPolicy[],
  direction: 'Ingress' | 'Egress',
  { pod, other, port }: Connection,
): readonly NetworkPolicy[] {
  if (pod === 'outside') return [];
  const selecting = policies.filter(
    (policy) => applies(policy, direction) && matches(policy.spec?.podSelector ?? {}, pod.labels),
  );
  const allowed = selecting
    .flatMap((policy) => rulesOf(policy, direction))
    .some((rule) => allowsPort(rule.ports, port) && allowsPeer(rule.peers, other));
  return allowed ? [] : selecting;
}

function applies({ spec }: NetworkPolicy, direction: 'Ingress' | 'Egress'): boolean {
  return (spec?.policyTypes ?? ['Ingress', ...(spec?.egress === undefined ? [] : ['Egress'])]).includes(direction);
}

function rulesOf({ spec }: NetworkPolicy, direction: 'Ingress' | 'Egress'): readonly Rule[] {
  return direction === 'Ingress'
    ? (spec?.ingress ?? []).map(({ from, ports }) => ({ peers: from, ports }))
    : (spec?.egress ?? []).map(({ to, ports }) => ({ peers: to, ports }));
}

function allowsPort(ports: readonly PolicyPort[] | undefined, port: number): boolean {
  if (ports === undefined || ports.length === 0) return true;
  return ports.some(({ port: allowed, endPort }) =>
    typeof allowed === 'number' ? port >= allowed && port <= (endPort ?? allowed) : true,
  );
}

function allowsPeer(peers: readonly PolicyPeer[] | undefined, other: Peer): boolean {
  if (peers === undefined || peers.length === 0) return true;
  return peers.some(({ podSelector, namespaceSelector, ipBlock }) => {
    if (ipBlock !== undefined) return true;
    if (other === 'outside') return namespaceSelector !== undefined;
    // Which labels the namespace has is not known.
    return podSelector === undefined || matches(podSelector, other.labels);
  });
}

function matches({ matchLabels = {}, matchExpressions = [] }: LabelSelector, labels: Labels): boolean {
  return (
    Object.entries(matchLabels).every(([key, value]) => labels[key] === value) &&
    matchExpressions.every(({ key, operator, values = [] }) => {
      const value = labels[key];
      switch (operator) {
        case 'In':
          return value !== undefined && values.includes(value);
        case 'NotIn':
          return value === undefined || !values.includes(value);
        case 'Exists':
          return value !== undefined;
        case 'DoesNotExist':
          return value === undefined;
      }
    })
  );
}
