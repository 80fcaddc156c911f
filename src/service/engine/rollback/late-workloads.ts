import type { Deployment } from '../../../k8s/deployment.ts';
import { deployments } from '../../../k8s/resource.ts';
import type { Attempt } from '../attempt/attempt.ts';
import type { Journal } from '../journal/journal.ts';

const part = 'restore-workloads';

/**
 * Keeps watching after a rollback whose workloads did not become available in time, and corrects the rollback step when
 * they do. Never changes the workloads, which a person is responsible for by then. True while it has to keep watching.
 */
export async function checkLateWorkloads(attempt: Attempt): Promise<boolean> {
  const { phase, rollback } = attempt.journal;
  const record = rollback[part];
  if (phase !== 'rolled-back' || record?.state !== 'failed') return false;
  for (const original of originalDeployments(attempt.journal)) {
    if ((original.spec?.replicas ?? 1) === 0) continue;
    const now = await attempt.client.get(deployments, original.metadata.name, attempt.namespace);
    if ((now?.status?.availableReplicas ?? 0) < 1) return true;
  }
  const message = 'the old registry is available again, after the deadline of the step';
  const late = { ...record, state: 'done' as const, finishedAt: attempt.now(), message };
  await attempt.update({ rollback: { ...rollback, [part]: late } });
  return false;
}

function originalDeployments({ originals }: Journal): readonly Deployment[] {
  return Object.entries(originals).flatMap(([key, object]) =>
    key.startsWith(`${deployments.plural}/`) ? [object as Deployment] : [],
  );
}
