import { Type } from 'typebox';
import { describe, expect, test } from 'vitest';
import { framesOf } from '../../../contract/report-frames.ts';
import { reportSeal } from '../../../database/progress/report-seal.ts';
import type { Job } from '../../../k8s/job.ts';
import type { KubernetesObject } from '../../../k8s/object.ts';
import type { Pod } from '../../../k8s/pod.ts';
import { ApiError, ConnectionError } from '../../kube/api-error.ts';
import type { LogOptions } from '../../kube/client.ts';
import { jobReport, latestReport } from './job-report.ts';

const seal = reportSeal('key');
const wanted = { kind: 'source', schema: Type.Object({ revision: Type.String() }) } as const;

const job: Job = {
  apiVersion: 'batch/v1',
  kind: 'Job',
  metadata: { name: 'prod-qm-inspect-1', namespace: 'quay', uid: 'job' },
  status: { completionTime: '2026-01-01T00:00:10Z' },
};

function pod(uid: string, over: Partial<Pod['metadata']> = {}): Pod {
  const controller = { apiVersion: 'batch/v1', kind: 'Job', name: job.metadata.name, uid: 'job', controller: true };
  const metadata = { name: uid, namespace: 'quay', uid, creationTimestamp: '2026-01-01T00:00:00Z' };
  return { apiVersion: 'v1', kind: 'Pod', metadata: { ...metadata, ownerReferences: [controller], ...over } };
}

const signed = (uid: string) =>
  framesOf({ revision: uid }, { subject: uid, kind: 'source', number: 1 }, seal).join('\n');

/** What the API server would answer for these pods; each has said what is signed for it. */
function reader(pods: readonly Pod[], log: (name: string) => string = signed) {
  const bounds: (LogOptions | undefined)[] = [];
  return {
    bounds,
    list: <T extends KubernetesObject>() => Promise.resolve(pods as unknown as T[]),
    log: ({ name }: { readonly name: string }, options?: LogOptions) => {
      bounds.push(options);
      return Promise.resolve().then(() => log(name));
    },
  };
}

describe('the report of a Job', () => {
  test('is that of its pod, from a log of which only the end is read', async () => {
    const client = reader([pod('own')]);
    expect(await jobReport(client, job, seal, wanted)).toEqual({ revision: 'own' });
    expect(client.bounds).toEqual([{ container: 'run', tailLines: 612, limitBytes: 612 * 4000 }]);
  });

  test.each<[string, readonly Pod[]]>([
    ['no pod', []],
    ['a pod beside it', [pod('own'), pod('other')]],
    ['a pod without a controller', [pod('own', { ownerReferences: [] })]],
    [
      'a pod that is not controlled by it',
      [pod('own', { ownerReferences: [{ apiVersion: 'batch/v1', kind: 'Job', name: 'x', uid: 'job' }] })],
    ],
    ['a pod that came after the end', [pod('own', { creationTimestamp: '2026-01-01T00:00:11Z' })]],
  ])('is none of %s', async (_title, pods) => {
    expect(await jobReport(reader(pods), job, seal, wanted)).toBeUndefined();
  });

  test('is read from the last words before any log, and only from those of our container', async () => {
    const said = (name: string): Pod => ({
      ...pod('own'),
      status: {
        containerStatuses: [
          {
            name: 'sidecar',
            ready: false,
            restartCount: 0,
            image: '',
            imageID: '',
            state: { terminated: { exitCode: 0, message: 'bye' } },
          },
          {
            name,
            ready: false,
            restartCount: 0,
            image: '',
            imageID: '',
            state: { terminated: { exitCode: 0, message: signed('own') } },
          },
        ],
      },
    });
    const mute = () => '';
    const client = reader([said('run')], mute);
    expect(await jobReport(client, job, seal, wanted)).toEqual({ revision: 'own' });
    expect(client.bounds).toEqual([]);
    expect(await jobReport(reader([said('another')], mute), job, seal, wanted)).toBeUndefined();
  });

  test.each([400, 404])('is none when the log is answered with %d', async (code) => {
    const client = reader([pod('own')], () => {
      throw new ApiError(code, '', 'no log');
    });
    expect(await jobReport(client, job, seal, wanted)).toBeUndefined();
  });

  test('is waited for when the API server does not answer it', async () => {
    const failing = reader([pod('own')], () => {
      throw new ApiError(500, '', 'later');
    });
    await expect(jobReport(failing, job, seal, wanted)).rejects.toThrow('later');
  });

  test('is that of a pod made in the second in which the Job ended, and while it runs', async () => {
    const client = reader([pod('own', { creationTimestamp: '2026-01-01T00:00:10Z' })]);
    expect(await jobReport(client, job, seal, wanted)).toEqual({ revision: 'own' });
    const { status: _status, ...running } = job;
    expect(await jobReport(reader([pod('own')]), running, seal, wanted)).toEqual({ revision: 'own' });
    const timeless = reader([pod('own', { creationTimestamp: undefined as never })]);
    expect(await jobReport(timeless, job, seal, wanted)).toEqual({ revision: 'own' });
  });

  test('is none of another shape, whether it was said last or before', async () => {
    const shapeless = framesOf({ revision: 3 }, { subject: 'own', kind: 'source', number: 1 }, seal).join('\n');
    expect(
      await jobReport(
        reader([pod('own')], () => shapeless),
        job,
        seal,
        wanted,
      ),
    ).toBeUndefined();
  });

  test('is looked for among the pods of the Job, by its uid, where it is', async () => {
    const selections: unknown[] = [];
    const client = {
      ...reader([]),
      list: async (_resource: unknown, selection: unknown) => {
        selections.push(selection);
        return Promise.resolve([]);
      },
    };
    await jobReport(client, job, seal, wanted);
    expect(selections).toEqual([{ namespace: 'quay', labelSelector: 'batch.kubernetes.io/controller-uid=job' }]);
  });

  test('is waited for when the API server is away', async () => {
    const client = reader([pod('own')], () => {
      throw new ConnectionError('away');
    });
    await expect(jobReport(client, job, seal, wanted)).rejects.toThrow('away');
  });
});

describe('the latest report', () => {
  const report = (revision: unknown, number: number): string =>
    framesOf({ revision }, { subject: 'own', kind: 'source', number }, seal).join('\n');

  test('is the last of those in the end of the log', async () => {
    const client = reader([], () => `${report('first', 1)}\nwords\n${report('second', 2)}\n`);
    expect(await latestReport(client, pod('own'), seal, wanted)).toEqual({ revision: 'second' });
    expect(client.bounds).toEqual([{ container: 'run', tailLines: 40, limitBytes: 40 * 4000 }]);
  });

  test.each([
    ['of another pod', () => signed('other')],
    ['of another shape', () => report(3, 1)],
    [
      'of another kind',
      () => framesOf({ revision: 'x' }, { subject: 'own', kind: 'proof', number: 1 }, seal).join('\n'),
    ],
    ['in an empty log', () => ''],
  ])('is none %s', async (_what, log) => {
    expect(await latestReport(reader([], log), pod('own'), seal, wanted)).toBeUndefined();
  });
});
