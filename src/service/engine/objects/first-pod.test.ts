import { describe, expect, it, test } from 'vitest';
import type { ContainerStatus, Pod } from '../../../k8s/pod.ts';
import { pods } from '../../../k8s/resource.ts';
import { type AttemptUnderTest, attemptOf, target, triesOf } from '../attempt/attempt.fixture.ts';
import { hasRun, recordFirstPod } from './first-pod.ts';

const container: ContainerStatus = { name: 'quay-app', ready: false, restartCount: 0, image: 'quay', imageID: '' };
const waiting = { ...container, state: { waiting: { reason: 'PodInitializing' } } };

function pod(status: NonNullable<Pod['status']>): Pod {
  return { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'prod-quay-mirror-1' }, status };
}

test.each<[string, Pod, boolean]>([
  ['a pod without a status', { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'new' } }, false],
  ['a pod that no node has taken', pod({ phase: 'Pending' }), false],
  ['one that was restarted', pod({ containerStatuses: [{ ...waiting, restartCount: 1 }] }), true],
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

describe('recordFirstPod', () => {
  const started = { containerStatuses: [{ ...container, started: true }] };

  function seed(
    { cluster }: AttemptUnderTest,
    component: string,
    registry: string,
    status: NonNullable<Pod['status']>,
  ) {
    const labels = { 'quay-operator/quayregistry': registry, 'quay-component': component };
    const metadata = { name: `${registry}-${component}`, namespace: target.namespace, labels };
    cluster.seed(pods, { ...pod(status), metadata });
  }

  it.each(['quay-app', 'quay-mirror'])('writes down once that a pod of %s ran', async (component) => {
    const under = await attemptOf();
    seed(under, component, 'prod', started);
    await recordFirstPod(under.attempt);
    const restarted = await under.restarted();
    expect(restarted.journal.registryRan).toBe(true);
    expect(await triesOf(under.cluster, () => recordFirstPod(restarted))).toEqual([]);
    under.cluster.vanish(pods, { namespace: target.namespace, name: `prod-${component}` });
    await recordFirstPod(restarted);
    expect(restarted.journal.registryRan).toBe(true);
  });

  it('is not deceived by pods that have not run, other components and other registries', async () => {
    const under = await attemptOf();
    seed(under, 'quay-app', 'prod', { phase: 'Pending' });
    seed(under, 'postgres', 'prod', started);
    seed(under, 'quay-app', 'other', started);
    await recordFirstPod(under.attempt);
    expect(under.attempt.journal.registryRan).toBe(false);
    expect(under.cluster.writes).toEqual([]);
  });
});
