import { expect, test } from 'vitest';
import type { ContainerStatus, Pod } from '../../k8s/pod.ts';
import { hasRun } from './first-pod.ts';

const container: ContainerStatus = { name: 'quay-app', ready: false, restartCount: 0, image: 'quay', imageID: '' };
const waiting = { ...container, state: { waiting: { reason: 'PodInitializing' } } };

function pod(status: NonNullable<Pod['status']>): Pod {
  return { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'prod-quay-mirror-1' }, status };
}

test.each<[string, Pod, boolean]>([
  ['a pod that no node has taken', pod({ phase: 'Pending' }), false],
  [
    'an image that cannot be pulled',
    pod({ containerStatuses: [{ ...container, state: { waiting: { reason: 'ImagePullBackOff' } } }] }),
    false,
  ],
  [
    'a mirror that waits in its init container, restarted many times',
    pod({
      phase: 'Pending',
      initContainerStatuses: [{ ...container, name: 'quay-mirror-init', restartCount: 105, state: { running: {} } }],
      containerStatuses: [waiting],
    }),
    false,
  ],
  [
    'a container that runs',
    pod({ containerStatuses: [{ ...container, state: { running: { startedAt: 'now' } } }] }),
    true,
  ],
  [
    'a container that ended',
    pod({ containerStatuses: [{ ...container, state: { terminated: { exitCode: 1 } } }] }),
    true,
  ],
  [
    'a container between two crashes',
    pod({ containerStatuses: [{ ...container, state: { waiting: { reason: 'CrashLoopBackOff' } }, restartCount: 3 }] }),
    true,
  ],
  [
    'one whose status was cut after a crash',
    pod({ containerStatuses: [{ ...waiting, lastState: { terminated: { exitCode: 1 } } }] }),
    true,
  ],
  ['the second container of a pod', pod({ containerStatuses: [waiting, { ...container, started: true }] }), true],
])('%s: %s', (_title, found, expected) => {
  expect(hasRun(found)).toBe(expected);
});
