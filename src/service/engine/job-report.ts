import type { Static, TSchema } from 'typebox';
import { Value } from 'typebox/value';
import {
  type ReportKind,
  type ReportSeal,
  handedOver,
  framesOf,
  longestFrame,
  mostFrames,
  reportIn,
} from '../../contract/report-frames.ts';
import type { Proof } from '../../contract/proof.ts';
import { encodeBase64 } from '../../domain/config/base64.ts';
import { proofKey } from '../../domain/plan/proof-secret.ts';
import type { Job } from '../../k8s/job.ts';
import type { Pod } from '../../k8s/pod.ts';
import { secrets } from '../../k8s/resource.ts';
import { ApiError } from '../kube/api-error.ts';
import type { KubeClient } from '../kube/client.ts';
import type { Attempt } from './attempt.ts';
import { podsOfJob, workContainer, workStatus } from './job-pod.ts';
import { removeJob } from './job-run.ts';
import { sealOf } from './report-seal.ts';

/** Lines from the end of a log in which a report of any size ends: what is said after it is a few lines. */
const reportTail = mostFrames + 100;

/** Lines from the end in which the latest progress is. */
const progressTail = 40;

/**
 * What the pod of a Job that has ended has reported; undefined when that cannot be told for certain: the pod is gone, it
 * is not alone, a line of the report is missing.
 */
export async function jobReport<Schema extends TSchema>(
  attempt: Attempt,
  job: Job,
  kind: ReportKind,
  schema: Schema,
): Promise<Static<Schema> | undefined> {
  const pods = await podsOfJob(attempt.client, attempt.namespace, job.metadata.uid ?? '');
  const [pod, ...others] = pods;
  // Its Job makes one pod and no other.
  if (pod === undefined || others.length > 0 || isLate(pod, job)) return undefined;
  const seal = sealOf(await attempt.plan());
  const place = { subject: pod.metadata.uid ?? '', kind };
  const lastWords = workStatus(pod)?.state?.terminated?.message ?? '';
  const report =
    reportIn(lastWords.split('\n'), place, seal) ??
    reportIn(await logTail(attempt.client, pod, reportTail), place, seal);
  return Value.Check(schema, report) ? report : undefined;
}

/** The latest report of a pod that still runs. */
export async function latestReport<Schema extends TSchema>(
  client: KubeClient,
  pod: Pod,
  seal: ReportSeal,
  { kind, schema }: { readonly kind: ReportKind; readonly schema: Schema },
): Promise<Static<Schema> | undefined> {
  const lines = await logTail(client, pod, progressTail);
  const report = reportIn(lines, { subject: pod.metadata.uid ?? '', kind }, seal);
  return Value.Check(schema, report) ? report : undefined;
}

/** A Job that has ended makes no pod any more. */
function isLate({ metadata }: Pod, { status }: Job): boolean {
  const { completionTime } = status ?? {};
  return completionTime !== undefined && (metadata.creationTimestamp ?? '') > completionTime;
}

async function logTail(client: KubeClient, { metadata }: Pod, tailLines: number): Promise<readonly string[]> {
  const { name, namespace = '' } = metadata;
  const bounds = { container: workContainer, tailLines, limitBytes: tailLines * longestFrame };
  try {
    return (await client.log({ name, namespace }, bounds)).split('\n');
  } catch (error) {
    // It has no log, yet or any more.
    if (error instanceof ApiError && (error.code === 400 || error.code === 404)) return [];
    throw error;
  }
}

/** Makes a Job run once more whose report cannot be read: its work may be repeated. Answers what is under way. */
export async function runForReport(attempt: Attempt, planned: Job): Promise<string> {
  const { name } = planned.metadata;
  await removeJob(attempt, planned);
  return `running Job ${name} once more, because its report cannot be read`;
}

/** Lays the proof of the copy out for the check after the upgrade, signed: whoever may write Secrets cannot change it. */
export async function handOverProof(attempt: Attempt, proof: Proof): Promise<void> {
  const plan = await attempt.plan();
  if (plan.work.proof === undefined) return;
  const lines = framesOf(proof, { subject: handedOver, kind: 'proof', number: 1 }, sealOf(plan));
  await attempt.ensureCreated(secrets, { ...plan.work.proof, data: { [proofKey]: encodeBase64(lines.join('\n')) } });
}
