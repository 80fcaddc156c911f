import { findCondition, isTrue } from '../../../k8s/condition.ts';
import type { Condition } from '../../../k8s/condition.ts';
import type { Deployment } from '../../../k8s/deployment.ts';
import type { QuayRegistry } from '../../../k8s/quayregistry.ts';
import * as kinds from '../../../k8s/resource.ts';
import type { Attempt } from '../attempt/attempt.ts';
import { recordFirstPod } from '../objects/first-pod.ts';
import { type StepOutcome, StepFailure, done, wait } from '../attempt/step-outcome.ts';
import { assertFrozen } from './freeze.ts';

/** Seconds that the new registry must stay ready, or that RolloutBlocked must stay true to count. */
const steadySeconds = 60;
const blockedObservations = 3;

/** Waits until the new registry has been ready for a minute: Available alone flaps, and stays true when blocked. */
export async function rollout(attempt: Attempt): Promise<StepOutcome> {
  const registry = await attempt.client.get(kinds.quayRegistries, attempt.name, attempt.namespace);
  if (registry === undefined) return wait('the QuayRegistry does not exist');
  await recordFirstPod(attempt);
  await assertFrozen(attempt);
  await failWhenBlocked(attempt, registry);
  const app = await attempt.client.get(kinds.deployments, `${attempt.name}-quay-app`, attempt.namespace);
  const missing = notReady(registry, app, (await attempt.plan()).quayVersion);
  if (missing !== undefined) {
    if (attempt.journal.readySince !== undefined) await attempt.update({ readySince: '' });
    return wait(missing);
  }
  const since = attempt.journal.readySince;
  if (since === undefined || since === '') {
    await attempt.update({ readySince: attempt.now() });
    return wait('the new registry is ready; checking that it stays ready', 10);
  }
  const steady = Date.now() - Date.parse(since);
  if (steady < attempt.scaled(steadySeconds))
    return wait('the new registry is ready; checking that it stays ready', 10);
  await attempt.update({ endpoint: registry.status?.registryEndpoint ?? '' });
  return done(
    `Quay ${registry.status?.currentVersion ?? ''} is available at ${registry.status?.registryEndpoint ?? ''}`,
  );
}

/** Why the registry is not ready yet; undefined when it is. */
export function notReady(registry: QuayRegistry, app: Deployment | undefined, quayVersion: string): string | undefined {
  const { status } = registry;
  const conditions = status?.conditions;
  if (isTrue(conditions, 'RolloutBlocked')) return `the rollout is blocked: ${messageOf(conditions, 'RolloutBlocked')}`;
  if (!isTrue(conditions, 'ComponentsCreated')) return withTroubles(conditions, 'ComponentsCreated');
  if (status?.currentVersion !== quayVersion) return `waiting for version ${quayVersion}`;
  if ((app?.status?.availableReplicas ?? 0) < 1) return `waiting for a quay-app pod${troublesOf(conditions)}`;
  if (!isTrue(conditions, 'Available')) return withTroubles(conditions, 'Available');
  const observed = status.observedGeneration;
  if (observed !== undefined && observed !== registry.metadata.generation)
    return 'waiting for quay-operator to observe the latest generation';
  return undefined;
}

function withTroubles(conditions: readonly Condition[] | undefined, type: string): string {
  return `${messageOf(conditions, type)}${troublesOf(conditions)}`;
}

/** The components that are not ready, with the operator's messages: its Available only says that some are not. */
function troublesOf(conditions: readonly Condition[] = []): string {
  const troubles = conditions
    .filter(({ type, status }) => status === 'False' && /^Component.+Ready$/.test(type))
    .map(({ type, message, reason }) => `${type}: ${message ?? reason ?? 'not ready'}`);
  return troubles.length === 0 ? '' : ` (${troubles.join('; ')})`;
}

function messageOf(conditions: readonly Condition[] | undefined, type: string): string {
  const condition = findCondition(conditions, type);
  return condition?.message ?? condition?.reason ?? `waiting for ${type}`;
}

/** RolloutBlocked may resolve by itself: it counts only when the same message persists. */
async function failWhenBlocked(attempt: Attempt, registry: QuayRegistry): Promise<void> {
  const condition = findCondition(registry.status?.conditions, 'RolloutBlocked');
  const { blocked } = attempt.journal;
  if (condition?.status !== 'True') {
    if (blocked !== undefined && blocked.count > 0) await attempt.update({ blocked: { ...blocked, count: 0 } });
    return;
  }
  const message = condition.message ?? condition.reason ?? '';
  const same = blocked?.message === message && blocked.count > 0;
  const record = { message, since: same ? blocked.since : attempt.now(), count: same ? blocked.count + 1 : 1 };
  await attempt.update({ blocked: record });
  const stands = Date.now() - Date.parse(record.since) >= attempt.scaled(steadySeconds);
  if (record.count < blockedObservations || !stands) return;
  throw new StepFailure(
    `quay-operator reports that the rollout is blocked (${condition.reason ?? ''}): ${message}`,
    'Fix the reported problem: the migration then continues automatically. Or roll the migration back: ' +
      `oc delete quayregistry ${attempt.name} -n ${attempt.namespace}`,
  );
}
