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
  /** Has all rights of the service; bound to one ecosystem before the engine uses it. */
  readonly client: KubeClient;
  readonly facts: ClusterFacts;
  readonly journals: JournalStore;
  readonly settings: AttemptSettings;
  readonly installation: Installation;
  /** Reads for preflights, shared with other ecosystems. */
  readonly reads: SharedReads;
  /** By `performance.now()`: since when the ecosystem has its current request; `otherwise` when that is unknown. */
  readonly requestedSince: (ecosystem: QuayEcosystem, otherwise: number) => number;
  /** Called for every change of an attempt, for log and metrics. */
  readonly onChange: (journal: Journal) => void;
  /** Called in each pass over an ecosystem that another installation migrates. */
  readonly onForeign: (target: Target) => void;
}
