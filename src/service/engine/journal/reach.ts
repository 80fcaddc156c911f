import { boundClient } from '../../kube/wrapped/bound-client.ts';
import type { KubeClient } from '../../kube/client.ts';
import { type ClusterFacts, clusterFacts } from '../../kube/snapshot/cluster-facts.ts';
import type { Reader } from '../../kube/wrapped/shared-reads.ts';
import type { EcosystemJournals, JournalStore } from './journal-store.ts';
import type { Target } from './journal-names.ts';
import { plannedKinds, readKinds } from './planned-kinds.ts';

/** Everything that the engine can access for one QuayEcosystem, whatever its records say. */
export interface Reach {
  /** From the controller. Stored data never decides where to act. */
  readonly target: Target;
  /** The namespace of the QuayEcosystem, and the kinds of a plan. */
  readonly client: KubeClient;
  readonly facts: ClusterFacts;
  readonly journals: EcosystemJournals;
}

export function reachOf(
  { client, facts, journals }: { client: KubeClient; facts: ClusterFacts; journals: JournalStore },
  target: Target,
): Reach {
  const { namespace } = target;
  return {
    target,
    client: boundClient(client, { namespace, kinds: plannedKinds, readKinds }),
    facts,
    journals: journals.of(target),
  };
}

/** The same access, with reads that are shared with other ecosystems. */
export function sharedReach({ client, target }: Reach, shared: Reader): Pick<Reach, 'client' | 'facts'> {
  const { namespace } = target;
  const { get, list } = shared;
  return {
    client: boundClient({ ...client, get, list }, { namespace, kinds: plannedKinds, readKinds }),
    facts: clusterFacts(shared),
  };
}
