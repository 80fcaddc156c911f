import type { MigrationPlan } from '../../../domain/plan/migration-plan.ts';
import { jobsOf } from '../../../domain/plan/jobs/work-plan.ts';
import type { KubernetesObject } from '../../../k8s/object.ts';
import * as kinds from '../../../k8s/resource.ts';
import type { Job } from '../../../k8s/job.ts';
import type { Attempt } from '../attempt/attempt.ts';
import { keepsLog } from '../jobs/kept-log.ts';

/**
 * Deletes the temporary objects of the migration, Jobs and pods first; true when all are gone. A Job that failed in
 * Quay's image is kept for its log.
 */
export async function cleanWork(attempt: Attempt, plan: MigrationPlan): Promise<boolean> {
  const { work, database } = plan;
  const running: [kinds.Resource, KubernetesObject | undefined][] = [
    ...(await withoutKept(attempt, jobsOf(work))).map((job): [kinds.Resource, KubernetesObject] => [kinds.jobs, job]),
    [kinds.pods, database.server],
  ];
  if (!(await removeAll(attempt, running))) return false;
  return removeAll(attempt, [
    [kinds.services, database.serverService],
    [kinds.secrets, work.secret],
    [kinds.secrets, work.upgradeConfig],
    [kinds.secrets, work.proof],
    [kinds.secrets, work.validateConfig],
    [kinds.serviceAccounts, work.serviceAccount],
  ]);
}

async function withoutKept(attempt: Attempt, planned: readonly Job[]): Promise<readonly Job[]> {
  const kept = await Promise.all(planned.map((job) => keepsLog(attempt, job)));
  return planned.filter((_, index) => kept[index] !== true);
}

export async function removeAll(
  attempt: Attempt,
  objects: readonly [kinds.Resource, KubernetesObject | undefined][],
): Promise<boolean> {
  const gone = await Promise.all(
    objects.map(async ([resource, object]) =>
      object === undefined ? true : attempt.removeCreated(resource, object.metadata.name),
    ),
  );
  return gone.every(Boolean);
}
