import type { QuayEcosystem } from '../../../k8s/quayecosystem.ts';
import type { KubeClient } from '../../kube/client.ts';
import type { ClusterFacts } from '../../kube/snapshot/cluster-facts.ts';
import type { SharedReads } from '../../kube/wrapped/shared-reads.ts';
import type { AttemptSettings } from '../attempt/attempt.ts';
import type { Journal } from '../journal/journal.ts';
import type { Target } from '../journal/journal-names.ts';
import type { JournalStore } from '../journal/journal-store.ts';
import type { Installation } from '../request/installation.ts';

/** What the engine works with, whatever ecosystem it looks at. */
export interface Reconciliation {
  /** Reaches everything that the service may: bound to one ecosystem before the engine gets it. */
  readonly client: KubeClient;
  readonly facts: ClusterFacts;
  readonly journals: JournalStore;
  readonly settings: AttemptSettings;
  readonly installation: Installation;
  /** Reads for preflights, shared with other ecosystems. */
  readonly reads: SharedReads;
  /** By `performance.now()`: since when the ecosystem asks for what it asks for; `otherwise` when nobody knows. */
  readonly askedSince: (ecosystem: QuayEcosystem, otherwise: number) => number;
  /** Told of every change of an attempt, for log and metrics. */
  readonly onChange: (journal: Journal) => void;
  /** Told at each look at an ecosystem that another installation migrates. */
  readonly onForeign: (target: Target) => void;
}
