import type { MigrationPlan } from '../../domain/plan/migration-plan.ts';
import { jobsOf } from '../../domain/plan/work-plan.ts';
import type { KubernetesObject } from '../../k8s/object.ts';
import * as kinds from '../../k8s/resource.ts';
import type { Attempt } from './attempt.ts';

/** Removes what only the migration itself needed, Jobs and pods first; true when all of it is gone. */
export async function cleanWork(attempt: Attempt, plan: MigrationPlan): Promise<boolean> {
  const { work, database } = plan;
  const running: [kinds.Resource, KubernetesObject | undefined][] = [
    ...jobsOf(work).map((job): [kinds.Resource, KubernetesObject] => [kinds.jobs, job]),
    [kinds.pods, database.server],
  ];
  if (!(await removeAll(attempt, running))) return false;
  return removeAll(attempt, [
    [kinds.services, database.serverService],
    [kinds.secrets, work.secret],
    [kinds.secrets, work.upgradeConfig],
    [kinds.secrets, work.proof],
    [kinds.serviceAccounts, work.serviceAccount],
  ]);
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
