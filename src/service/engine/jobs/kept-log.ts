import { isTrue } from '../../../k8s/condition.ts';
import type { Job } from '../../../k8s/job.ts';
import { jobs } from '../../../k8s/resource.ts';
import type { Attempt } from '../attempt/attempt.ts';
import { podsOfJob } from './job-pod.ts';

/**
 * Whether a Job is kept although the attempt is over: it ran Quay's image and failed, and only its log says why. Its
 * pods have ended, so it no longer accesses a database; the cluster removes it after `ttlSecondsAfterFinished`.
 */
export async function keepsLog(attempt: Attempt, { metadata, spec }: Job): Promise<boolean> {
  if (spec?.ttlSecondsAfterFinished === undefined) return false;
  const job = await attempt.client.get(jobs, metadata.name, attempt.namespace);
  const ours = job?.metadata.uid === attempt.created(jobs, metadata.name)?.uid;
  if (job === undefined || !ours || !isTrue(job.status?.conditions, 'Failed')) return false;
  const pods = await podsOfJob(attempt.client, attempt.namespace, job.metadata.uid ?? '');
  return pods.length > 0 && pods.every(({ status }) => status?.phase === 'Failed' || status?.phase === 'Succeeded');
}
