import { describe, expect, test } from 'vitest';
import { findCondition, isTrue } from '../../../src/k8s/condition.ts';
import type { ContainerState, ContainerStatus } from '../../../src/k8s/pod.ts';
import { type PodState, podStatus } from './pod-status.ts';

const running: ContainerState = { running: { startedAt: '2026-01-01T00:00:00Z' } };
const waiting: ContainerState = { waiting: { reason: 'ContainerCreating' } };
const exited = (exitCode: number): ContainerState => ({ terminated: { exitCode } });

function container(state: ContainerState, parts: Partial<ContainerStatus> = {}): ContainerStatus {
  return { name: 'c', ready: false, restartCount: 0, image: 'i', imageID: 'i', state, ...parts };
}

function stateOf(parts: Partial<PodState>): PodState {
  return {
    initContainers: [],
    containers: [container(running)],
    initialized: true,
    ended: false,
    podIP: '10.244.0.1',
    startTime: '2026-01-01T00:00:00Z',
    ...parts,
  };
}

const now = '2026-01-02T00:00:00Z';

describe('podStatus', () => {
  test.each<[string, string, Partial<PodState>]>([
    ['Pending', 'while it is initialized', { initialized: false, containers: [container(waiting)] }],
    ['Pending', 'while its container waits', { containers: [container(waiting)] }],
    ['Running', 'with a container that runs', {}],
    ['Running', 'with one that was there before', { containers: [container(waiting, { lastState: exited(1) })] }],
    ['Running', 'while one of two runs', { containers: [container(running), container(exited(1))] }],
    ['Succeeded', 'when all ended well', { ended: true, containers: [container(exited(0)), container(exited(0))] }],
    ['Failed', 'when one ended badly', { ended: true, containers: [container(exited(0)), container(exited(3))] }],
    ['Failed', 'when an init container did', { ended: true, initialized: false, containers: [container(waiting)] }],
    ['Failed', 'when deleted before it started', { ended: true, containers: [container(waiting)] }],
    [
      'Failed',
      'after its deadline',
      { ended: true, containers: [container(exited(0))], failure: { reason: 'DeadlineExceeded', message: 'late' } },
    ],
  ])('is %s %s', (phase, _when, parts) => {
    expect(podStatus(stateOf(parts), [], now).phase).toBe(phase);
  });

  test('is ready when every container is', () => {
    const ready = container(running, { ready: true });
    const conditions = (parts: Partial<PodState>) => podStatus(stateOf(parts), [], now).conditions;
    expect(isTrue(conditions({ containers: [ready, ready] }), 'Ready')).toBe(true);
    expect(findCondition(conditions({ containers: [ready, container(running)] }), 'Ready')?.reason).toBe(
      'ContainersNotReady',
    );
    expect(findCondition(conditions({ ended: true, containers: [container(exited(0))] }), 'Ready')?.reason).toBe(
      'PodCompleted',
    );
  });

  test('keeps the time of a condition that has not changed', () => {
    const before = podStatus(stateOf({}), [], '2026-01-01T00:00:00Z').conditions ?? [];
    const { conditions } = podStatus(stateOf({ containers: [container(running, { ready: true })] }), before, now);
    expect(findCondition(conditions, 'Initialized')?.lastTransitionTime).toBe('2026-01-01T00:00:00Z');
    expect(findCondition(conditions, 'Ready')?.lastTransitionTime).toBe(now);
  });

  test('says why a pod failed whose containers did not', () => {
    const failure = { reason: 'DeadlineExceeded', message: 'late' };
    expect(podStatus(stateOf({ ended: true, failure }), [], now)).toMatchObject(failure);
  });
});
