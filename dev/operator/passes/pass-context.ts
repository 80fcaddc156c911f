import type { KubeClient } from '../../../src/service/kube/client.ts';
import type { OperatorFaults } from '../faults.ts';
import type { VersionFacts } from '../version-facts.ts';

/** When to look again: after the operator's 10 seconds, or at its minute. */
export type NextPass = 'soon' | 'minute';

/** What a pass of either loop works with. */
export interface PassContext {
  readonly client: KubeClient;
  readonly facts: VersionFacts;
  readonly faults: OperatorFaults;
}

/** What the process remembers of a registry from pass to pass. */
export interface PassMemory {
  transientBlockSaid: boolean;
  /** Status writes of the pass that starts the upgrade Job that were lost so far. */
  lostStatusWrites: number;
}
