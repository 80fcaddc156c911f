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
      /** The program was interrupted from outside; it did not fail by itself. */
      readonly cutOff: boolean;
    };

/** Creates the Job if it does not exist, and returns its state. */
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

/** The pod was deleted or evicted, its node was lost, or the Job's deadline passed before the program ended. */
export function isCutOff(pod: Pod | undefined): boolean {
  if (pod === undefined || pod.metadata.deletionTimestamp !== undefined) return true;
  if (isTrue(pod.status?.conditions, 'DisruptionTarget')) return true;
  return workStatus(pod)?.state?.terminated === undefined;
}

/** The Job was created, and has been deleted since. */
export async function isJobGone(attempt: Attempt, { metadata }: Job): Promise<boolean> {
  if (attempt.created(jobs, metadata.name)?.uid === undefined) return false;
  return (await attempt.client.get(jobs, metadata.name, attempt.namespace)) === undefined;
}

/** Deletes a Job and its pods; true when all are gone. */
export async function removeJob(attempt: Attempt, planned: Job): Promise<boolean> {
  const job = await attempt.client.get(jobs, planned.metadata.name, attempt.namespace);
  // Does not wait for a Job of that name that this attempt did not create.
  if (job !== undefined) return attempt.removeCreated(jobs, job.metadata.name);
  const left = await attempt.client.list(pods, {
    namespace: attempt.namespace,
    labelSelector: `batch.kubernetes.io/job-name=${planned.metadata.name}`,
  });
  // A pod that only has the label, without a controller, would block the removal forever.
  return !left.some(({ metadata }) => metadata.ownerReferences?.some(({ controller }) => controller));
}

function failureOf(job: Job, pod: Pod | undefined): string {
  const terminated = workStatus(pod)?.state?.terminated;
  const exit = terminated ? ` (exit status ${terminated.exitCode})` : '';
  return `${describeObject(job)} failed${exit}: ${reasonOf(job, pod)}`;
}

/** The last message of the program, or else that of the kubelet or the Job controller. */
function reasonOf(job: Job, pod: Pod | undefined): string {
  const said = lastLine(workStatus(pod)?.state?.terminated?.message ?? '');
  const reasons = [said, pod?.status?.message, findCondition(job.status?.conditions, 'Failed')?.message];
  return reasons.find((reason) => reason !== undefined && reason !== '') ?? 'no reason was reported';
}

function lastLine(text: string): string {
  const lines = text.trim().split('\n');
  return lines.findLast((line) => !isFrame(line))?.trim() ?? '';
}

/** Why a pod is not running, according to its status: for example an image that cannot be pulled. */
export function podTrouble(pod: Pod | undefined): string {
  if (pod === undefined) return 'its pod does not exist yet';
  const waiting = pod.status?.containerStatuses?.find(({ state }) => state?.waiting?.reason)?.state?.waiting;
  if (waiting?.reason !== undefined) return `${waiting.reason}: ${waiting.message ?? ''}`.replace(/: $/, '');
  const unscheduled = pod.status?.conditions?.find(
    (condition) => condition.type === 'PodScheduled' && condition.status === 'False',
  );
  if (unscheduled) return `the pod is not scheduled: ${unscheduled.message ?? ''}`;
  return pod.status?.phase === 'Running' ? 'running' : 'starting';
}
