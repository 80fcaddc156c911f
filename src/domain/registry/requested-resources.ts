import type { ComponentKind } from '../../k8s/quayregistry.ts';
import type { ComponentDecision } from '../components/decision.ts';

/** What a pod asks for: cores and bytes. Without limits: the operator gives it none. */
export interface PodResources {
  readonly component: string;
  readonly pods: number;
  readonly cpu: number;
  readonly memory: number;
  readonly limits: { readonly cpu: number; readonly memory: number } | undefined;
}

const Gi = 1024 ** 3;

/**
 * What the pods of quay-operator 3.17 ask for (kustomize/components of the operator), each as many times as it starts
 * them: an autoscaler keeps two of quay-app, quay-mirror and clair-app.
 */
const pods: Partial<Record<ComponentKind, PodResources>> = {
  quay: { component: 'quay-app', pods: 2, cpu: 2, memory: 8 * Gi, limits: { cpu: 2, memory: 8 * Gi } },
  mirror: { component: 'quay-mirror', pods: 2, cpu: 0.5, memory: 0.5 * Gi, limits: { cpu: 1, memory: 2 * Gi } },
  clair: { component: 'clair-app', pods: 2, cpu: 2, memory: 2 * Gi, limits: { cpu: 4, memory: 16 * Gi } },
  redis: { component: 'quay-redis', pods: 1, cpu: 0.5, memory: Gi, limits: { cpu: 4, memory: 16 * Gi } },
  postgres: { component: 'quay-database', pods: 1, cpu: 0.5, memory: 2 * Gi, limits: undefined },
  clairpostgres: { component: 'clair-postgres', pods: 1, cpu: 0.5, memory: 2 * Gi, limits: undefined },
};

/** The pods of a new registry with these components. */
export function requestedResources(components: readonly ComponentDecision[]): readonly PodResources[] {
  return components.flatMap(({ kind, managed, overrides }) => {
    const asked = pods[kind];
    if (asked === undefined || !managed) return [];
    return [{ ...asked, pods: overrides?.replicas ?? asked.pods }];
  });
}
