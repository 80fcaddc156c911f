import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { Type } from 'typebox';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { testCluster } from '../../../../dev/checks/cluster-context.ts';
import { patience, toolImage } from '../../../../dev/node/pods/simulated-pod.fixture.ts';
import { framesOf, reportIn } from '../../../contract/report-frames.ts';
import { reportSeal } from '../../../database/progress/report-seal.ts';
import { isTrue } from '../../../k8s/condition.ts';
import type { Job } from '../../../k8s/job.ts';
import type { KubernetesObject, ObjectMeta } from '../../../k8s/object.ts';
import type { PodSpec } from '../../../k8s/pod.ts';
import { configMaps, jobs, pods, roleBindings, secrets } from '../../../k8s/resource.ts';
import type { KubeClient } from '../../kube/client.ts';
import { podsOfJob } from './job-pod.ts';
import { jobReport, latestReport } from './job-report.ts';

const key = 'the key of the attempt';
const seal = reportSeal(key);
const wanted = { kind: 'proof', schema: Type.Object({ equal: Type.Boolean(), digests: Type.String() }) } as const;

/** Signs and prints as the worker does, after what a file of frames says; without a key, with another one. */
const report = `
  const { createHmac } = require('crypto');
  const sign = (text) => createHmac('sha256', process.env.REPORT_KEY ?? 'guessed').update(text).digest('base64');
  const pack = (text) => require('zlib').gzipSync(text).toString('base64');
  const packed = pack(JSON.stringify({ equal: true, digests: process.env.DIGESTS ?? '' }));
  const size = 3500, count = Math.ceil(packed.length / size);
  const lines = Array.from({ length: count }, (_, index) => {
    const body = 'quay-migration-report proof 1 ' + (index + 1) + '/' + count + ' ' + packed.slice(index * size, (index + 1) * size);
    return body + ' ' + sign(process.env.POD_UID + '\\n' + body);
  });
  const dropped = Number(process.env.DROPPED ?? -1);
  for (const line of lines.filter((_, index) => index !== dropped)) console.log('rows: some\\n' + line);
  if (process.env.LAST_WORDS) require('fs').writeFileSync('/dev/termination-log', lines[0]);
  setTimeout(() => console.log('done: all are equal'), Number(process.env.STAYS ?? 0));`;

const admin = testCluster().client('admin');
/** May do in the namespace what ClusterRole `edit` gives. */
const tenant = testCluster().client('nobody');
let namespace: string;

beforeAll(async () => {
  namespace = await testCluster().createNamespace('reports');
  const binding: KubernetesObject & { roleRef: unknown; subjects: unknown } = {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'RoleBinding',
    metadata: { name: 'tenant', namespace },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'edit' },
    subjects: [{ apiGroup: 'rbac.authorization.k8s.io', kind: 'User', name: 'nobody' }],
  };
  await admin.create(roleBindings, binding);
  await admin.create(secrets, {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: 'work', namespace },
    stringData: { 'report-key': key },
  });
});

type Environment = Readonly<Record<string, string>>;

function podSpec(env: Environment, keyed: boolean): PodSpec {
  return {
    restartPolicy: 'Never',
    automountServiceAccountToken: false,
    containers: [
      {
        name: 'run',
        image: toolImage,
        command: ['node', '-e', report],
        env: [
          ...(keyed ? [{ name: 'REPORT_KEY', valueFrom: { secretKeyRef: { name: 'work', key: 'report-key' } } }] : []),
          { name: 'POD_UID', valueFrom: { fieldRef: { fieldPath: 'metadata.uid' } } },
          ...Object.entries(env).map(([name, value]) => ({ name, value })),
        ],
      },
    ],
  };
}

/** A Job as the engine makes them, run to its end. */
async function jobThatReports(name: string, env: Environment = {}, keyed = true): Promise<Job> {
  const made: Job = {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: { name, namespace },
    spec: { backoffLimit: 0, template: { spec: podSpec(env, keyed) } },
  };
  await vi.waitFor(() => admin.create(jobs, made), patience);
  return env.STAYS === undefined ? ended(admin, name) : currentJob(name);
}

async function currentJob(name: string): Promise<Job> {
  const job = await admin.get(jobs, name, namespace);
  if (job === undefined) throw new Error(`Job ${name} is gone`);
  return job;
}

async function ended(client: KubeClient, name: string): Promise<Job> {
  return vi.waitFor(async () => {
    const job = await client.get(jobs, name, namespace);
    if (job === undefined || !isTrue(job.status?.conditions, 'Complete'))
      throw new Error(`Job ${name} is not complete`);
    return job;
  }, patience);
}

/** A pod of the tenant's own, which reports with the key: he may read the Secret. */
async function forgedPod(name: string, metadata: Partial<ObjectMeta>): Promise<void> {
  const forged = { apiVersion: 'v1', kind: 'Pod', metadata: { ...metadata, name, namespace }, spec: podSpec({}, true) };
  await tenant.create(pods, forged);
  await vi.waitFor(async () => {
    expect((await tenant.get(pods, name, namespace))?.status?.phase).toBe('Succeeded');
  }, patience);
  expect(await tenant.log({ name, namespace })).toContain('quay-migration-report proof 1 1/1');
}

const labelsOfJob = ({ metadata }: Job) => ({
  'batch.kubernetes.io/controller-uid': metadata.uid ?? '',
  'batch.kubernetes.io/job-name': metadata.name,
  'job-name': metadata.name,
});

const ownedBy = ({ metadata }: Job) => [
  { apiVersion: 'batch/v1', kind: 'Job', name: metadata.name, uid: metadata.uid ?? '', controller: true },
];

const many = randomBytes(12_000).toString('base64');

describe('the report of a Job', () => {
  it('is read from its log, in as many lines as it takes', async () => {
    const job = await jobThatReports('long', { DIGESTS: many });
    expect(await jobReport(admin, job, seal, wanted)).toEqual({ equal: true, digests: many });
  });

  it('is read within bounds, whatever else its log holds', async () => {
    const job = await jobThatReports('bounded', { DIGESTS: many });
    const [pod] = await podsOfJob(admin, namespace, job.metadata.uid ?? '');
    const target = { name: pod?.metadata.name ?? '', namespace };
    const whole = await admin.log(target);
    expect(await admin.log(target, { container: 'run', limitBytes: 5000 })).toBe(whole.slice(0, 5000));
    expect(await admin.log(target, { tailLines: 1, limitBytes: 6 })).toBe('done: ');
  });

  it('is read from its last words, whatever became of its log', async () => {
    const job = await jobThatReports('short', { DROPPED: '0', LAST_WORDS: 'yes' });
    expect(await jobReport(admin, job, seal, wanted)).toEqual({ equal: true, digests: '' });
  });

  it('is none when a line of it is gone', async () => {
    const job = await jobThatReports('turned-over', { DIGESTS: many, DROPPED: '1' });
    expect(await jobReport(admin, job, seal, wanted)).toBeUndefined();
  });

  it('is none when it is signed with another key', async () => {
    const job = await jobThatReports('guessed', {}, false);
    expect(await jobReport(admin, job, seal, wanted)).toBeUndefined();
  });

  it('is none when it says something else than this product would', async () => {
    const job = await jobThatReports('odd');
    const other = { kind: 'proof', schema: Type.Object({ rows: Type.Number() }) } as const;
    expect(await jobReport(admin, job, seal, other)).toBeUndefined();
  });

  it('is none when its pod is gone', async () => {
    const job = await jobThatReports('swept');
    await admin.delete(pods, {
      name: (await podsOfJob(admin, namespace, job.metadata.uid ?? ''))[0]?.metadata.name ?? '',
      namespace,
    });
    await vi.waitFor(async () => {
      expect(await podsOfJob(admin, namespace, job.metadata.uid ?? '')).toEqual([]);
    }, patience);
    expect(await jobReport(admin, job, seal, wanted)).toBeUndefined();
  });

  it('is told while the pod still runs', async () => {
    const job = await jobThatReports('running', { STAYS: '3000' });
    const [pod] = await vi.waitFor(async () => {
      const found = await podsOfJob(admin, namespace, job.metadata.uid ?? '');
      expect(found[0]?.status?.phase).toBe('Running');
      return found;
    }, patience);
    if (pod === undefined) throw new Error('no pod');
    await vi.waitFor(async () => {
      expect(await latestReport(admin, pod, seal, wanted)).toEqual({ equal: true, digests: '' });
    }, patience);
    await ended(admin, 'running');
  });
});

describe('a tenant who may edit the namespace', () => {
  it('is not believed in a ConfigMap, nor in a pod with the labels of the Job', async () => {
    const job = await jobThatReports('silent', {}, false);
    const lines = framesOf(
      { equal: true, digests: '' },
      { subject: job.metadata.uid ?? '', kind: 'proof', number: 1 },
      seal,
    );
    await tenant.create(configMaps, {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'prod-quay-migration-progress', namespace, labels: labelsOfJob(job) },
      data: { proof: '{"equal":true,"digests":""}', lines: lines.join('\n') },
    });
    await forgedPod('labelled', { labels: labelsOfJob(job) });
    expect(await jobReport(admin, job, seal, wanted)).toBeUndefined();
    expect(await podsOfJob(admin, namespace, job.metadata.uid ?? '')).toHaveLength(1);
  });

  it('is not believed in a pod that claims to belong to the Job, beside the one of the Job or in its place', async () => {
    const job = await jobThatReports('claimed', {}, false);
    const [own] = await podsOfJob(admin, namespace, job.metadata.uid ?? '');
    // Times of the API server are in seconds.
    await sleep(1100);
    await forgedPod('claims', { labels: labelsOfJob(job), ownerReferences: ownedBy(job) });
    expect(await podsOfJob(admin, namespace, job.metadata.uid ?? '')).toHaveLength(2);
    expect(await jobReport(admin, job, seal, wanted)).toBeUndefined();

    await tenant.delete(pods, { name: own?.metadata.name ?? '', namespace });
    await vi.waitFor(async () => {
      expect(await podsOfJob(admin, namespace, job.metadata.uid ?? '')).toHaveLength(1);
    }, patience);
    expect(await jobReport(admin, await currentJob('claimed'), seal, wanted)).toBeUndefined();
  });

  it('cannot take the lines of another pod for the ones of the Job', async () => {
    const stated = await jobThatReports('stated', { LAST_WORDS: 'yes' });
    const [copied] = await podsOfJob(admin, namespace, stated.metadata.uid ?? '');
    const lines = await tenant.log({ name: copied?.metadata.name ?? '', namespace });
    const place = { subject: 'the uid of another', kind: 'proof' } as const;
    expect(reportIn(lines.split('\n'), { ...place, subject: copied?.metadata.uid ?? '' }, seal)).toBeDefined();
    expect(reportIn(lines.split('\n'), place, seal)).toBeUndefined();
  });

  it('cannot write the last words of a pod', async () => {
    const job = await jobThatReports('last-words', {}, false);
    const [own] = await podsOfJob(admin, namespace, job.metadata.uid ?? '');
    const body = { status: { containerStatuses: [] } };
    await expect(
      tenant.patch(
        pods,
        { name: own?.metadata.name ?? '', namespace },
        { type: 'merge', body },
        { subresource: 'status' },
      ),
    ).rejects.toThrow(/forbidden/);
  });
});
