import { describe, expect, it, test } from 'vitest';
import type { Pod } from '../../../k8s/pod.ts';
import * as kinds from '../../../k8s/resource.ts';
import { type AttemptUnderTest, attemptOf, changesIn, target } from '../attempt/attempt.fixture.ts';
import { type End, endJob, startJob } from './ended-job.fixture.ts';
import { isCutOff, isJobGone, podTrouble, removeJob, runJob } from './job-run.ts';

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
  ['a pod without a status', pod(undefined), true],
  ['a pod whose container has no state', pod({ containerStatuses: [container] }), true],
  ['one of which another condition stands', pod({ ...ended, conditions: [{ type: 'Ready', status: 'False' }] }), false],
  ['a program that failed by itself', pod(ended), false],
])('%s', (_name, found, expected) => {
  expect(isCutOff(found)).toBe(expected);
});

test.each<[string, Pod | undefined, string]>([
  ['no pod', undefined, 'its pod does not exist yet'],
  ['a pod without a status', pod(undefined), 'starting'],
  ['a pod whose container has no state', pod({ containerStatuses: [container] }), 'starting'],
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
    'an image that cannot be pulled, without words',
    pod({ containerStatuses: [{ ...container, state: { waiting: { reason: 'ErrImagePull' } } }] }),
    'ErrImagePull',
  ],
  [
    'one that is scheduled',
    pod({ phase: 'Pending', conditions: [{ type: 'PodScheduled', status: 'True' }] }),
    'starting',
  ],
  ['one that is not ready', pod({ phase: 'Running', conditions: [{ type: 'Ready', status: 'False' }] }), 'running'],
  [
    'one that no node takes, without words',
    pod({ conditions: [{ type: 'PodScheduled', status: 'False' }] }),
    'the pod is not scheduled: ',
  ],
  [
    'a pod that no node takes',
    pod({
      phase: 'Pending',
      conditions: [{ type: 'PodScheduled', status: 'False', message: '0/3 nodes are available: 3 Insufficient cpu' }],
    }),
    'the pod is not scheduled: 0/3 nodes are available: 3 Insufficient cpu',
  ],
])('%s is told as it is', (_name, found, expected) => {
  expect(podTrouble(found)).toBe(expected);
});

const { namespace } = target;

async function started(): Promise<AttemptUnderTest> {
  const under = await attemptOf();
  await runJob(under.attempt, under.plan.work.inspect);
  return under;
}

describe('runJob', () => {
  it('starts the Job once, and runs until it has ended', async () => {
    const under = await started();
    const { inspect } = under.plan.work;
    expect(await runJob(under.attempt, inspect)).toMatchObject({
      state: 'running',
      message: 'its pod does not exist yet',
    });
    const { metadata } = startJob(under, inspect);
    const running = await runJob(await under.restarted(), inspect);
    expect(running).toMatchObject({ state: 'running', message: 'running', pod: { metadata } });
    under.cluster.vanish(kinds.pods, { namespace, name: metadata.name });
    endJob(under, inspect);
    const ended = await runJob(under.attempt, inspect);
    expect(ended).toMatchObject({ state: 'succeeded', job: { metadata: { name: inspect.metadata.name } } });
    expect(changesIn(under.cluster)).toEqual([`create Job ${inspect.metadata.name}`]);
  });

  it.each<[string, End, RegExp, number | undefined, boolean]>([
    [
      'what its program said last',
      { exitCode: 3, said: 'first\n last \n\n' },
      /prod-qm-inspect-3 failed \(exit status 3\): last$/,
      3,
      false,
    ],
    [
      'what the Job controller says, where the program said nothing',
      { exitCode: 1 },
      /\(exit status 1\): it ended$/,
      1,
      false,
    ],
    ['what the Job controller says, where no pod is left', { podless: true }, /failed: it ended$/, undefined, true],
    [
      'what its program said beside a report',
      { report: ['source', { any: 1 }] },
      /\(exit status 1\): it ended$/,
      1,
      false,
    ],
  ])('fails with %s', async (_what, end, message, exitCode, cutOff) => {
    const under = await started();
    endJob(under, under.plan.work.inspect, { state: 'Failed', ...end });
    const run = await runJob(under.attempt, under.plan.work.inspect);
    expect(run).toMatchObject({ state: 'failed', cutOff, message: expect.stringMatching(message) as never });
    expect(run).toHaveProperty('exitCode', exitCode);
  });

  it('fails with what the kubelet says, and without a reason where nobody gives one', async () => {
    const under = await started();
    const { inspect } = under.plan.work;
    const { metadata } = startJob(under, inspect);
    const job = { namespace, name: inspect.metadata.name };
    const status = { conditions: [{ type: 'Failed', status: 'True' }] };
    under.cluster.edit(kinds.jobs, job, { status });
    expect(await runJob(under.attempt, inspect)).toMatchObject({
      message: expect.stringMatching(/failed: no reason was reported$/) as never,
      cutOff: true,
    });
    under.cluster.edit(kinds.pods, { namespace, name: metadata.name }, { status: { message: 'low on memory' } });
    under.cluster.edit(kinds.jobs, job, { status: { conditions: [{ ...status.conditions[0], message: 'it ended' }] } });
    expect(await runJob(under.attempt, inspect)).toMatchObject({
      message: expect.stringMatching(/failed: low on memory$/) as never,
    });
  });

  it.each([
    ['without a status', undefined],
    ['whose container has no state', { containerStatuses: [container] }],
  ])('fails by a pod %s', async (_what, status) => {
    const under = await started();
    const { inspect } = under.plan.work;
    const { metadata } = startJob(under, inspect);
    under.cluster.seed(kinds.pods, { ...pod(status), metadata });
    const conditions = [{ type: 'Failed', status: 'True' }];
    under.cluster.edit(kinds.jobs, { namespace, name: inspect.metadata.name }, { status: { conditions } });
    expect(await runJob(under.attempt, inspect)).toMatchObject({
      state: 'failed',
      message: expect.stringMatching(/failed: no reason was reported$/) as never,
      cutOff: true,
    });
  });

  it('looks at the pod that came last', async () => {
    const under = await started();
    const { inspect } = under.plan.work;
    const pod = startJob(under, inspect);
    under.cluster.edit(
      kinds.pods,
      { namespace, name: pod.metadata.name },
      { metadata: { creationTimestamp: '2026-01-01T00:00:00Z' } },
    );
    const later = { ...pod.metadata, name: 'a-later-one', uid: 'later', creationTimestamp: '2026-01-01T00:00:01Z' };
    under.cluster.seed(kinds.pods, { ...pod, metadata: later, status: { phase: 'Pending' } });
    expect(await runJob(under.attempt, inspect)).toMatchObject({ message: 'starting' });
  });
});

describe('isJobGone', () => {
  it('is so where it was started, and somebody has deleted it', async () => {
    const under = await attemptOf();
    const { inspect } = under.plan.work;
    expect(await isJobGone(under.attempt, inspect)).toBe(false);
    await under.attempt.update({ created: { [`jobs/${inspect.metadata.name}`]: {} } });
    expect(await isJobGone(under.attempt, inspect)).toBe(false);
    await runJob(under.attempt, inspect);
    expect(await isJobGone(under.attempt, inspect)).toBe(false);
    under.cluster.vanish(kinds.jobs, { namespace, name: inspect.metadata.name });
    expect(await isJobGone(under.attempt, inspect)).toBe(true);
  });
});

describe('removeJob', () => {
  it('deletes it once, and waits for the pods that it controls', async () => {
    const under = await started();
    const { inspect } = under.plan.work;
    const { metadata } = startJob(under, inspect);
    under.cluster.writes.length = 0;
    expect(await removeJob(under.attempt, inspect)).toBe(false);
    expect(under.cluster.peek(kinds.jobs, { namespace, name: inspect.metadata.name })).toBeUndefined();
    expect(await removeJob(under.attempt, inspect)).toBe(false);
    under.cluster.vanish(kinds.pods, { namespace, name: metadata.name });
    expect(await removeJob(under.attempt, inspect)).toBe(true);
    expect(changesIn(under.cluster)).toEqual([`delete Job ${inspect.metadata.name}`]);
  });

  it('waits for no pod that only says so, nor for that of another Job', async () => {
    const { cluster, attempt, plan } = await attemptOf();
    const labels = { 'batch.kubernetes.io/job-name': plan.work.inspect.metadata.name };
    const owner = { apiVersion: 'v1', kind: 'ConfigMap', name: 'o', uid: 'o', controller: false };
    const metadata = { name: 'says-so', namespace, labels };
    const controller = { ...owner, controller: true };
    cluster.seed(
      kinds.pods,
      { ...pod(undefined), metadata },
      { ...pod(undefined), metadata: { ...metadata, name: 'owned', ownerReferences: [owner] } },
      { ...pod(undefined), metadata: { ...metadata, name: 'other', labels: {}, ownerReferences: [controller] } },
    );
    expect(await removeJob(attempt, plan.work.inspect)).toBe(true);
    cluster.seed(kinds.pods, {
      ...pod(undefined),
      metadata: { ...metadata, name: 'real', ownerReferences: [owner, controller] },
    });
    expect(await removeJob(attempt, plan.work.inspect)).toBe(false);
  });

  it('leaves a Job of that name that somebody else has made', async () => {
    const { cluster, attempt, plan } = await attemptOf();
    cluster.seed(kinds.jobs, { ...plan.work.inspect });
    expect(await removeJob(attempt, plan.work.inspect)).toBe(true);
    expect(cluster.writes).toEqual([]);
  });
});
