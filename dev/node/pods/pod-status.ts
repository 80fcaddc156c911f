import type { Condition } from '../../../src/k8s/condition.ts';
import type { ContainerStatus, Pod } from '../../../src/k8s/pod.ts';

export interface PodState {
  /** As a spec lists them. */
  readonly initContainers: readonly ContainerStatus[];
  readonly containers: readonly ContainerStatus[];
  /** All init containers have ended well. */
  readonly initialized: boolean;
  /** No container will run any more: the policy, a deadline or the pod's deletion says so. */
  readonly ended: boolean;
  /** Set when something other than the containers ended the pod. */
  readonly failure?: { readonly reason: string; readonly message: string };
  readonly podIP: string | undefined;
  readonly startTime: string;
}

export type PodStatus = NonNullable<Pod['status']>;

type Phase = NonNullable<PodStatus['phase']>;

/** The status that a kubelet would report. Conditions keep their time as long as they keep their status. */
export function podStatus(
  state: PodState,
  before: readonly Condition[],
  now: string,
): PodStatus & Record<string, unknown> {
  const phase = phaseOf(state);
  const over = phase === 'Succeeded' || phase === 'Failed';
  const ready = state.initialized && !over && state.containers.every((container) => container.ready);
  const notReady = over ? 'PodCompleted' : 'ContainersNotReady';
  const conditions = [
    condition('PodReadyToStartContainers', state.podIP !== undefined && !over),
    condition('Initialized', state.initialized, over ? 'PodCompleted' : 'ContainersNotInitialized'),
    condition('ContainersReady', ready, notReady),
    condition('Ready', ready, notReady),
  ].map((current) => withTime(current, before, now));
  return {
    phase,
    conditions,
    hostIP: '127.0.0.1',
    hostIPs: [{ ip: '127.0.0.1' }],
    startTime: state.startTime,
    ...(state.podIP !== undefined && { podIP: state.podIP, podIPs: [{ ip: state.podIP }] }),
    ...(state.initContainers.length > 0 && { initContainerStatuses: state.initContainers }),
    containerStatuses: state.containers,
    ...(state.failure ?? {}),
  };
}

function phaseOf(state: PodState): Phase {
  if (state.ended) return hasFailed(state) ? 'Failed' : 'Succeeded';
  const hasRun = state.containers.some(({ state: current, lastState }) => current?.waiting === undefined || lastState);
  return state.initialized && hasRun ? 'Running' : 'Pending';
}

function hasFailed(state: PodState): boolean {
  if (state.failure || !state.initialized) return true;
  return state.containers.some(({ state: current }) => current?.terminated?.exitCode !== 0);
}

function condition(type: string, isTrue: boolean, reason?: string): Condition {
  return { type, status: isTrue ? 'True' : 'False', ...(!isTrue && reason !== undefined && { reason }) };
}

function withTime(current: Condition, before: readonly Condition[], now: string): Condition {
  const same = before.find(({ type, status }) => type === current.type && status === current.status);
  return { ...current, lastTransitionTime: same?.lastTransitionTime ?? now };
}
