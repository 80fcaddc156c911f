import type { Static, TSchema } from 'typebox';
import { Value } from 'typebox/value';
import {
  type ReportKind,
  type ReportSeal,
  longestFrame,
  mostFrames,
  reportIn,
} from '../../../contract/report-frames.ts';
import type { Job } from '../../../k8s/job.ts';
import type { Pod } from '../../../k8s/pod.ts';
import { ApiError } from '../../kube/api-error.ts';
import type { KubeClient } from '../../kube/client.ts';
import { podsOfJob, workContainer, workStatus } from './job-pod.ts';

type PodReader = Pick<KubeClient, 'list' | 'log'>;

export interface WantedReport<Schema extends TSchema> {
  readonly kind: ReportKind;
  readonly schema: Schema;
}

/** Number of lines from the end of a log that contain a report of any size: only a few lines follow it. */
const reportTail = mostFrames + 100;

/** Number of lines from the end that contain the latest progress. */
const progressTail = 40;

/**
 * The report of the pod of a succeeded Job, from its termination message or its log. Undefined when the report is not
 * trustworthy: the pod is gone, there are several, it is younger than the Job's end, or a line is missing.
 */
export async function jobReport<Schema extends TSchema>(
  client: PodReader,
  job: Job,
  seal: ReportSeal,
  { kind, schema }: WantedReport<Schema>,
): Promise<Static<Schema> | undefined> {
  const { namespace = '', uid = '' } = job.metadata;
  // Our Jobs create exactly one pod.
  const [pod, ...others] = await podsOfJob(client, namespace, uid);
  if (pod === undefined || others.length > 0 || isLate(pod, job)) return undefined;
  const place = { subject: pod.metadata.uid ?? '', kind };
  const lastWords = workStatus(pod)?.state?.terminated?.message ?? '';
  const report =
    reportIn(lastWords.split('\n'), place, seal) ?? reportIn(await logTail(client, pod, reportTail), place, seal);
  return Value.Check(schema, report) ? report : undefined;
}

/** The latest report of a running pod. */
export async function latestReport<Schema extends TSchema>(
  client: PodReader,
  pod: Pod,
  seal: ReportSeal,
  { kind, schema }: WantedReport<Schema>,
): Promise<Static<Schema> | undefined> {
  const lines = await logTail(client, pod, progressTail);
  const report = reportIn(lines, { subject: pod.metadata.uid ?? '', kind }, seal);
  return Value.Check(schema, report) ? report : undefined;
}

/** A pod that was created after the Job ended is not the Job's. */
function isLate({ metadata }: Pod, { status }: Job): boolean {
  const { completionTime } = status ?? {};
  return completionTime !== undefined && (metadata.creationTimestamp ?? '') > completionTime;
}

async function logTail(client: PodReader, { metadata }: Pod, tailLines: number): Promise<readonly string[]> {
  const { name, namespace = '' } = metadata;
  const bounds = { container: workContainer, tailLines, limitBytes: tailLines * longestFrame };
  try {
    return (await client.log({ name, namespace }, bounds)).split('\n');
  } catch (error) {
    // The pod has no log: not yet, or not any more.
    if (error instanceof ApiError && (error.code === 400 || error.code === 404)) return [];
    throw error;
  }
}
