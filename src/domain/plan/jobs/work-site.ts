import type { PodPlacement } from './pod-placement.ts';

/** Who the migration is for, and with what its own pods run. */
export interface WorkSite {
  readonly namespace: string;
  readonly name: string;
  readonly attempt: number;
  readonly workerImage: string;
  readonly imagePullSecrets: readonly string[];
  /** Where the old registry's pods run, for the Jobs of our own image. */
  readonly placement?: PodPlacement;
}
