import type { Proof } from '../../../contract/proof.ts';
import { type ReportKind, framesOf } from '../../../contract/report-frames.ts';
import type { SourceReport } from '../../../contract/source-report.ts';
import type { Job } from '../../../k8s/job.ts';
import type { ContainerStatus, Pod } from '../../../k8s/pod.ts';
import { jobs, pods } from '../../../k8s/resource.ts';
import type { AttemptUnderTest } from '../attempt/attempt.fixture.ts';
import { sealOf } from './report-seal.ts';

/** How a Job's pod ended, and what it said. */
export interface End {
  readonly state?: 'Complete' | 'Failed';
  readonly report?: readonly [kind: ReportKind, report: object];
  readonly exitCode?: number;
  /** Last words; those of a report come before them. */
  readonly said?: string;
  /** The pod is gone, as after an eviction. */
  readonly podless?: boolean;
}

/** Ends a Job that the engine has created, as its program, the kubelet and the Job controller would. */
export function endJob(
  { cluster, plan }: Pick<AttemptUnderTest, 'cluster' | 'plan'>,
  { metadata }: Job,
  { state = 'Complete', report, exitCode = state === 'Complete' ? 0 : 1, said = '', podless = false }: End = {},
): void {
  const place = { name: metadata.name, namespace: metadata.namespace ?? '' };
  const job = cluster.peek(jobs, place);
  if (job === undefined) throw new Error(`Job ${metadata.name} was not created`);
  cluster.edit(jobs, place, { status: { conditions: [{ type: state, status: 'True', message: 'it ended' }] } });
  if (podless) return;
  const uid = `pod-of-${job.metadata.uid ?? ''}`;
  const lines = report ? framesOf(report[1], { subject: uid, kind: report[0], number: 1 }, sealOf(plan)) : [];
  const message = [...lines, ...(said === '' ? [] : [said])].join('\n');
  cluster.seed(pods, podOf(job, uid, { terminated: { exitCode, message } }));
}

/** The pod of a Job that runs. */
export function startJob({ cluster }: Pick<AttemptUnderTest, 'cluster'>, { metadata }: Job): Pod {
  const job = cluster.peek(jobs, { name: metadata.name, namespace: metadata.namespace ?? '' });
  if (job === undefined) throw new Error(`Job ${metadata.name} was not created`);
  const pod = podOf(job, `pod-of-${job.metadata.uid ?? ''}`, { running: {} });
  cluster.seed(pods, pod);
  return pod;
}

function podOf({ metadata }: Job, uid: string, state: NonNullable<ContainerStatus['state']>): Pod {
  const jobUid = metadata.uid ?? '';
  const controller = { apiVersion: 'batch/v1', kind: 'Job', name: metadata.name, uid: jobUid, controller: true };
  const labels = { 'batch.kubernetes.io/controller-uid': jobUid, 'batch.kubernetes.io/job-name': metadata.name };
  const { namespace = '' } = metadata;
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: `${metadata.name}-x`, namespace, uid, labels, ownerReferences: [controller] },
    status: {
      phase: 'terminated' in state ? 'Succeeded' : 'Running',
      containerStatuses: [{ name: 'run', image: '', imageID: '', ready: false, restartCount: 0, state }],
    },
  };
}

export const sourceReport: SourceReport = {
  schemaVersion: 1,
  writer: 'test',
  serverVersion: '10.23',
  encoding: 'UTF8',
  collation: 'en_US.utf8',
  revision: '04b9d2191450',
  tables: 92,
  rowsEstimated: 1000,
  bytes: 1_000_000,
};

export function proofOf(change: Partial<Proof> = {}): Proof {
  const digest = { algorithm: 'gmac', source: 'same', target: 'same' };
  const table = { schema: 'public', table: 'tag', rows: { source: 3, target: 3 }, bytes: 100, digest, equal: true };
  return {
    schemaVersion: 1,
    source: { serverVersion: '10.23' },
    target: { serverVersion: '13.16' },
    startedAt: '2026-01-01T00:00:00.000Z',
    finishedAt: '2026-01-01T00:01:00.000Z',
    tables: [table],
    sequences: [],
    definitions: { source: 'same', target: 'same', equal: true },
    equal: true,
    ...change,
  };
}
