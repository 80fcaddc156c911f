import { expect, test } from 'vitest';
import type { Pod } from '../../k8s/pod.ts';
import { isCutOff, podTrouble } from './job-run.ts';

function pod(status: Pod['status'], metadata: Partial<Pod['metadata']> = {}): Pod {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'prod-qm-upgrade-1', ...metadata },
    ...(status && { status }),
  };
}

const container = { name: 'run', ready: false, restartCount: 0, image: 'quay', imageID: '' };
const ended = { containerStatuses: [{ ...container, state: { terminated: { exitCode: 1 } } }] };

test.each<[string, Pod | undefined, boolean]>([
  ['a pod that is gone', undefined, true],
  ['a pod that is being deleted', pod(ended, { deletionTimestamp: '2026-01-01T00:00:00Z' }), true],
  ['a pod that was evicted', pod({ ...ended, conditions: [{ type: 'DisruptionTarget', status: 'True' }] }), true],
  ['a pod whose node is lost', pod({ phase: 'Failed' }), true],
  ['a program that failed by itself', pod(ended), false],
])('%s', (_name, found, expected) => {
  expect(isCutOff(found)).toBe(expected);
});

test.each<[string, Pod | undefined, string]>([
  ['no pod', undefined, 'its pod is not there yet'],
  ['a pod that starts', pod({ phase: 'Pending' }), 'starting'],
  ['a pod that runs', pod({ phase: 'Running' }), 'running'],
  [
    'the one container of several whose image cannot be pulled',
    pod({
      phase: 'Pending',
      containerStatuses: [
        { ...container, state: { terminated: { exitCode: 0 } } },
        { ...container, state: { waiting: { reason: 'ImagePullBackOff', message: 'unauthorized: clair' } } },
      ],
    }),
    'ImagePullBackOff: unauthorized: clair',
  ],
  [
    'a pod that no node takes',
    pod({
      phase: 'Pending',
      conditions: [{ type: 'PodScheduled', status: 'False', message: '0/3 nodes are available: 3 Insufficient cpu' }],
    }),
    'not scheduled: 0/3 nodes are available: 3 Insufficient cpu',
  ],
])('%s is told as it is', (_name, found, expected) => {
  expect(podTrouble(found)).toBe(expected);
});
