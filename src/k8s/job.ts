import type { Condition } from './condition.ts';
import type { KubernetesObject } from './object.ts';
import type { PodTemplate } from './pod.ts';

export interface Job extends KubernetesObject {
  readonly spec?: {
    readonly backoffLimit?: number;
    readonly activeDeadlineSeconds?: number;
    readonly ttlSecondsAfterFinished?: number;
    readonly template?: PodTemplate;
  };
  readonly status?: {
    readonly active?: number;
    readonly succeeded?: number;
    readonly failed?: number;
    /** RFC 3339; only of a Job that has succeeded. */
    readonly completionTime?: string;
    readonly conditions?: readonly Condition[];
  };
}
