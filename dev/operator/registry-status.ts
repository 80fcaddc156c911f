import type { Condition } from '../../src/k8s/condition.ts';
import type { QuayRegistry } from '../../src/k8s/quayregistry.ts';
import { quayRegistries } from '../../src/k8s/resource.ts';
import { isConflict } from '../../src/service/kube/api-error.ts';
import type { KubeClient } from '../../src/service/kube/client.ts';

export type Stated = Pick<Condition, 'type' | 'status' | 'reason' | 'message'>;

/** The list with the stated conditions in place of their former selves. */
export function withConditions(
  present: readonly Condition[],
  stated: readonly Stated[],
  now: string,
): readonly Condition[] {
  const rest = present.filter((condition) => !stated.some((one) => one.type === condition.type));
  return [
    ...rest,
    ...stated.map((one): Condition => {
      const old = present.find((condition) => condition.type === one.type);
      const transition = old?.status === one.status ? old.lastTransitionTime : undefined;
      return { ...one, lastUpdateTime: now, lastTransitionTime: transition ?? now };
    }),
  ];
}

/**
 * Writes over the version that was read. The two loops of the operator write the same status, so a conflict loses the
 * write, as it does in the real one. Answers whether it was stored.
 */
export async function writeStatus(
  client: KubeClient,
  registry: QuayRegistry,
  change: Partial<NonNullable<QuayRegistry['status']>>,
): Promise<boolean> {
  try {
    await client.replace(
      quayRegistries,
      { ...registry, status: { ...registry.status, ...change, lastUpdated: new Date().toISOString() } },
      { subresource: 'status', fieldManager: 'quay-operator' },
    );
    return true;
  } catch (error) {
    if (isConflict(error)) return false;
    throw error;
  }
}
