import { type LoggedStep, loggedSteps } from '../../contract/event-list.ts';
import { migrationNames } from '../../domain/plan/migration-names.ts';
import { pods } from '../../k8s/resource.ts';
import type { KubeClient } from '../kube/client.ts';
import { readEcosystem } from './caller-access.ts';
import type { StatusReader, Target } from './read-status.ts';
import { Refusal } from './refusal.ts';

const tailLines = 2000;

/** The log of a step's Job, as the caller may read it: its last 2,000 lines. */
export async function readLog(
  caller: KubeClient,
  reader: StatusReader,
  target: Target,
  step: string | undefined,
): Promise<string> {
  const logged = loggedSteps.find((known) => known === step);
  if (logged === undefined) {
    throw new Refusal(400, 'BadRequest', `The parameter step must be one of ${loggedSteps.join(', ')}.`);
  }
  await readEcosystem(caller, target);
  const latest = (await reader.journals(target)).at(-1);
  if (latest === undefined) throw new Refusal(404, 'NotFound', 'No migration of this QuayEcosystem has begun.');
  const job = jobOf(target.name, latest.attempt, logged);
  const found = await caller.list(pods, { namespace: target.namespace, labelSelector: `job-name=${job}` });
  const newest = found.sort((a, b) =>
    (a.metadata.creationTimestamp ?? '').localeCompare(b.metadata.creationTimestamp ?? ''),
  );
  const pod = newest.at(-1);
  if (pod === undefined) {
    const message =
      `Job ${target.namespace}/${job} has no pod: the step has not come to it, or it is over and was cleaned up. ` +
      'The report keeps what it found.';
    throw new Refusal(404, 'NotFound', message);
  }
  return caller.log({ name: pod.metadata.name, namespace: target.namespace }, { tailLines });
}

function jobOf(name: string, attempt: number, step: LoggedStep): string {
  const { firstCopyJob, copyJob, upgradeJob } = migrationNames(name, attempt);
  return { prepare: firstCopyJob, database: copyJob, 'schema-upgrade': upgradeJob }[step];
}
