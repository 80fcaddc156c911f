import type { Condition } from '../../../src/k8s/condition.ts';
import type { QuayRegistry } from '../../../src/k8s/quayregistry.ts';
import { quayRegistries } from '../../../src/k8s/resource.ts';
import { isConflict } from '../../../src/service/kube/api-error.ts';
import type { KubeClient } from '../../../src/service/kube/client.ts';
import type { VersionFacts } from '../version-facts.ts';

export type Stated = Pick<Condition, 'type' | 'status' | 'reason' | 'message'>;

type Status = NonNullable<QuayRegistry['status']>;

/** Now, to the second, as Kubernetes writes times: two passes within one second write the same, which is no change. */
export function currentSecond(): string {
  return new Date().toISOString().replace(/\.\d+Z$/, 'Z');
}

/** The list with the stated conditions in place of their former selves; others stay, each where it was. */
export function withConditions(
  present: readonly Condition[],
  stated: readonly Stated[],
  now: string,
): readonly Condition[] {
  const rewritten = (one: Stated): Condition => {
    const old = present.find((condition) => condition.type === one.type);
    const transition = old?.status === one.status ? old.lastTransitionTime : undefined;
    return { ...one, lastUpdateTime: now, lastTransitionTime: transition ?? now };
  };
  const kept = present.map((condition) => {
    const one = stated.find(({ type }) => type === condition.type);
    return one ? rewritten(one) : condition;
  });
  const added = stated.filter((one) => !present.some((condition) => condition.type === one.type)).map(rewritten);
  return [...kept, ...added];
}

/** Whether two lists state the same, times apart. */
export function saySame(one: readonly Condition[], other: readonly Condition[]): boolean {
  const statements = (conditions: readonly Condition[]): string =>
    JSON.stringify(conditions.map(({ type, status, reason, message }) => [type, status, reason, message]));
  return statements(one) === statements(other);
}

/**
 * What the main loop has to say about the registry as it saw it. It says it of the newest version: in scaled time the
 * status loop writes so often that a long pass would lose every time. Answers whether the registry says it now.
 */
export async function state(
  { client, facts }: { readonly client: KubeClient; readonly facts: VersionFacts },
  { metadata }: QuayRegistry,
  stated: readonly Stated[],
  more: Pick<Status, 'currentVersion' | 'registryEndpoint'> = {},
): Promise<boolean> {
  const newest = await client.get(quayRegistries, metadata.name, metadata.namespace);
  if (newest === undefined || newest.metadata.uid !== metadata.uid) return false;
  const now = currentSecond();
  const present = newest.status?.conditions ?? [];
  const { generation } = metadata;
  const change = {
    ...more,
    ...(facts.observesGeneration && generation !== undefined && { observedGeneration: generation }),
  };
  const conditions = withConditions(present, stated, now);
  const before = { ...newest.status };
  const isNews = Object.entries(change).some(([field, value]) => before[field as keyof Status] !== value);
  if (!isNews && saySame(present, conditions)) return true;
  const lastUpdated = now.replace('T', ' ').replace('Z', ' +0000 UTC');
  return writeStatus(client, newest, { ...change, conditions, lastUpdated });
}

/**
 * Writes over the version that was read. The two loops of the operator write the same status, so a conflict loses the
 * write, as it does in the real one. Answers whether it was stored.
 */
export async function writeStatus(
  client: KubeClient,
  registry: QuayRegistry,
  change: Partial<Status>,
): Promise<boolean> {
  const options = { subresource: 'status', fieldManager: 'quay-operator' } as const;
  try {
    await client.replace(quayRegistries, { ...registry, status: { ...registry.status, ...change } }, options);
    return true;
  } catch (error) {
    if (isConflict(error)) return false;
    throw error;
  }
}
