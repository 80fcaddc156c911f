import { describe, expect, it } from 'vitest';
import type { Pod } from '../../../k8s/pod.ts';
import { pods } from '../../../k8s/resource.ts';
import { MemoryCluster } from '../../kube/memory-cluster.fixture.ts';
import { podsOfJob, workContainer, workStatus } from './job-pod.ts';

const namespace = 'quay-enterprise';
const controller = { apiVersion: 'batch/v1', kind: 'Job', name: 'copy', uid: 'job', controller: true };

function pod(name: string, metadata: Partial<Pod['metadata']> = {}): Pod {
  const labels = { 'batch.kubernetes.io/controller-uid': 'job' };
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, namespace, labels, ownerReferences: [controller], ...metadata },
  };
}

describe('podsOfJob', () => {
  it('answers those that the Job controls, oldest first', async () => {
    const cluster = new MemoryCluster();
    cluster.seed(
      pods,
      pod('a', { creationTimestamp: '2026-01-01T00:00:02Z' }),
      pod('b', { creationTimestamp: '2026-01-01T00:00:01Z' }),
      pod('c', { creationTimestamp: '2026-01-01T00:00:03Z' }),
      pod('d', { creationTimestamp: undefined as never }),
      pod('of another namespace', { namespace: 'elsewhere' }),
      pod('without a controller', { ownerReferences: undefined as never }),
      pod('of an owner', { ownerReferences: [{ ...controller, controller: false }] }),
      pod('of another Job', { ownerReferences: [{ ...controller, uid: 'other' }] }),
      pod('labelled otherwise', { labels: {} }),
      pod('of two owners', {
        ownerReferences: [{ ...controller, uid: 'other', controller: false }, controller],
        creationTimestamp: '2026-01-01T00:00:04Z',
      }),
    );
    const found = await podsOfJob(cluster, namespace, 'job');
    expect(found.map(({ metadata }) => metadata.name)).toEqual(['d', 'b', 'a', 'c', 'of two owners']);
  });
});

describe('workStatus', () => {
  const status = { ready: false, restartCount: 0, image: '', imageID: '' };

  it('is that of our container, whatever was put beside it', () => {
    const ours = { ...status, name: workContainer };
    const found = { ...pod('a'), status: { containerStatuses: [{ ...status, name: 'sidecar' }, ours] } };
    expect(workStatus(found)).toBe(ours);
  });

  it('is not there before the pod has started', () => {
    expect(workStatus(undefined)).toBeUndefined();
    expect(workStatus(pod('a'))).toBeUndefined();
    expect(workStatus({ ...pod('a'), status: {} })).toBeUndefined();
  });
});
