import { type LoggedStep, loggedSteps } from '../../contract/event-list.ts';
import { isFrame } from '../../contract/report-frames.ts';
import { migrationNames } from '../../domain/migration-names.ts';
import { podsOfJob, workContainer } from '../engine/jobs/job-pod.ts';
import type { KubeClient } from '../kube/client.ts';
import { readEcosystem } from './caller-access.ts';
import type { StatusReader, Target } from './read-status.ts';
import { Rejection } from './rejection.ts';

const shownLines = 2000;

/** Includes the worker's reports, which are interleaved with the lines to show. */
const bounds = { container: workContainer, tailLines: 2 * shownLines + 600, limitBytes: 16 * 1024 * 1024 };

/** The last 2,000 lines of the log of a step's Job, read with the rights of the caller, without the worker's reports. */
export async function readLog(
  caller: KubeClient,
  reader: StatusReader,
  target: Target,
  step: string | undefined,
): Promise<string> {
  const logged = loggedSteps.find((known) => known === step);
  if (logged === undefined) {
    throw new Rejection(400, 'BadRequest', `The parameter step must be one of ${loggedSteps.join(', ')}.`);
  }
  await readEcosystem(caller, target);
  const latest = (await reader.journals(target)).at(-1);
  if (latest === undefined) throw new Rejection(404, 'NotFound', 'No migration of this QuayEcosystem has started.');
  const job = jobOf(target.name, latest.attempt, logged);
  const uid = latest.created[`jobs/${job}`]?.uid;
  const pod = uid === undefined ? undefined : (await podsOfJob(caller, target.namespace, uid)).at(-1);
  if (pod === undefined) {
    const message =
      `Job ${target.namespace}/${job} has no pod: it has not started yet, or it has finished and was deleted. ` +
      'Download the report for its results.';
    throw new Rejection(404, 'NotFound', message);
  }
  const text = await caller.log({ name: pod.metadata.name, namespace: target.namespace }, bounds);
  return withoutReports(text);
}

function withoutReports(text: string): string {
  const lines = text.split('\n').filter((line) => !isFrame(line));
  return lines.slice(-shownLines - (lines.at(-1) === '' ? 1 : 0)).join('\n');
}

function jobOf(name: string, attempt: number, step: LoggedStep): string {
  const { firstCopyJob, copyJob, upgradeJob } = migrationNames(name, attempt);
  return { prepare: firstCopyJob, database: copyJob, 'schema-upgrade': upgradeJob }[step];
}
