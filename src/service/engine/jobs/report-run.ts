import type { Static, TSchema } from 'typebox';
import type { Proof } from '../../../contract/proof.ts';
import { framesOf, handedOver } from '../../../contract/report-frames.ts';
import { encodeBase64 } from '../../../domain/config/base64.ts';
import { proofKey } from '../../../domain/plan/jobs/proof-secret.ts';
import type { Job } from '../../../k8s/job.ts';
import { secrets } from '../../../k8s/resource.ts';
import type { Attempt } from '../attempt/attempt.ts';
import { type WantedReport, jobReport } from './job-report.ts';
import { removeJob, runJob } from './job-run.ts';
import { sealOf } from './report-seal.ts';

/** The report of a planned Job that succeeded; undefined when it has to run again. */
export async function reportOf<Schema extends TSchema>(
  attempt: Attempt,
  planned: Job,
  wanted: WantedReport<Schema>,
): Promise<Static<Schema> | undefined> {
  const { job } = await runJob(attempt, planned);
  return jobReport(attempt.client, job, sealOf(await attempt.plan()), wanted);
}

/** Deletes a Job whose report cannot be read, so that the next pass starts it again. Returns the message of the step. */
export async function runForReport(attempt: Attempt, planned: Job): Promise<string> {
  await removeJob(attempt, planned);
  return `running Job ${planned.metadata.name} again, because its report could not be read`;
}

/** Stores the proof of the copy for the check after the upgrade, signed so that users who may write Secrets cannot change it. */
export async function handOverProof(attempt: Attempt, proof: Proof): Promise<void> {
  const plan = await attempt.plan();
  if (plan.work.proof === undefined) return;
  const lines = framesOf(proof, { subject: handedOver, kind: 'proof', number: 1 }, sealOf(plan));
  await attempt.ensureCreated(secrets, { ...plan.work.proof, data: { [proofKey]: encodeBase64(lines.join('\n')) } });
}
