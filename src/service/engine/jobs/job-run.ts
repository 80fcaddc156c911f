import { isFrame } from '../../../contract/report-frames.ts';
import { findCondition, isTrue } from '../../../k8s/condition.ts';
import type { Job } from '../../../k8s/job.ts';
import { describeObject } from '../../../k8s/object.ts';
import type { Pod } from '../../../k8s/pod.ts';
import { jobs, pods } from '../../../k8s/resource.ts';
import type { Attempt } from '../attempt/attempt.ts';
import { podsOfJob, workStatus } from './job-pod.ts';

export type JobRun =
  | { readonly state: 'succeeded'; readonly job: Job }
  | { readonly state: 'running'; readonly job: Job; readonly pod: Pod | undefined; readonly message: string }
  | {
      readonly state: 'failed';
      readonly job: Job;
      readonly exitCode: number | undefined;
      readonly message: string;
      /** Its program was stopped from outside, and did not fail by itself. */
      readonly cutOff: boolean;
    };

/** Starts the Job if it is not there, and tells how it stands. */
export async function runJob(attempt: Attempt, planned: Job): Promise<JobRun> {
  const job = await attempt.ensureCreated(jobs, planned);
  if (isTrue(job.status?.conditions, 'Complete')) return { state: 'succeeded', job };
  const pod = (await podsOfJob(attempt.client, attempt.namespace, job.metadata.uid ?? '')).at(-1);
  if (isTrue(job.status?.conditions, 'Failed')) {
    const terminated = workStatus(pod)?.state?.terminated;
    return {
      state: 'failed',
      job,
      exitCode: terminated?.exitCode,
      message: failureOf(job, pod),
      cutOff: isCutOff(pod),
    };
  }
  return { state: 'running', job, pod, message: podTrouble(pod) };
}

/** Deleted, evicted, its node lost, or its Job's time over before the program had ended. */
export function isCutOff(pod: Pod | undefined): boolean {
  if (pod === undefined || pod.metadata.deletionTimestamp !== undefined) return true;
  if (isTrue(pod.status?.conditions, 'DisruptionTarget')) return true;
  return workStatus(pod)?.state?.terminated === undefined;
}

/** The Job was started and somebody has deleted it. */
export async function isJobGone(attempt: Attempt, { metadata }: Job): Promise<boolean> {
  if (attempt.journal.created[`jobs/${metadata.name}`]?.uid === undefined) return false;
  return (await attempt.client.get(jobs, metadata.name, attempt.namespace)) === undefined;
}

/** Deletes a Job and its pods; true when all are gone. */
export async function removeJob(attempt: Attempt, planned: Job): Promise<boolean> {
  const job = await attempt.client.get(jobs, planned.metadata.name, attempt.namespace);
  // A Job of that name that somebody else made is not waited for.
  if (job !== undefined) return attempt.removeCreated(jobs, job.metadata.name);
  const left = await attempt.client.list(pods, {
    namespace: attempt.namespace,
    labelSelector: `batch.kubernetes.io/job-name=${planned.metadata.name}`,
  });
  // A pod that only says so would hold the removal up for ever.
  return !left.some(({ metadata }) => metadata.ownerReferences?.some(({ controller }) => controller));
}

function failureOf(job: Job, pod: Pod | undefined): string {
  const terminated = workStatus(pod)?.state?.terminated;
  const exit = terminated ? ` (exit status ${terminated.exitCode})` : '';
  return `${describeObject(job)} failed${exit}: ${reasonOf(job, pod)}`;
}

/** What the program said to people last, or else what the kubelet or the Job controller says. */
function reasonOf(job: Job, pod: Pod | undefined): string {
  const said = lastLine(workStatus(pod)?.state?.terminated?.message ?? '');
  const reasons = [said, pod?.status?.message, findCondition(job.status?.conditions, 'Failed')?.message];
  return reasons.find((reason) => reason !== undefined && reason !== '') ?? 'no reason given';
}

function lastLine(text: string): string {
  const lines = text.trim().split('\n');
  return lines.findLast((line) => !isFrame(line))?.trim() ?? '';
}

/** Why a pod does not run yet, as far as its status tells: an image that cannot be pulled is seen here. */
export function podTrouble(pod: Pod | undefined): string {
  if (pod === undefined) return 'its pod is not there yet';
  const waiting = pod.status?.containerStatuses?.find(({ state }) => state?.waiting?.reason)?.state?.waiting;
  if (waiting?.reason !== undefined) return `${waiting.reason}: ${waiting.message ?? ''}`.replace(/: $/, '');
  const unscheduled = pod.status?.conditions?.find(
    (condition) => condition.type === 'PodScheduled' && condition.status === 'False',
  );
  if (unscheduled) return `not scheduled: ${unscheduled.message ?? ''}`;
  return pod.status?.phase === 'Running' ? 'running' : 'starting';
}
