import type { Deployment } from '../../../k8s/deployment.ts';
import { deployments } from '../../../k8s/resource.ts';
import type { Attempt } from '../attempt/attempt.ts';
import { type Journal, originalKey } from '../journal/journal.ts';

const part = 'restore-workloads';

/**
 * Looks on after a rollback whose workloads did not come up in time, and corrects what it has said when they serve
 * after all. Changes nothing of them: by now they are a person's business. True while there is something to look for.
 */
export async function lookForLateWorkloads(attempt: Attempt): Promise<boolean> {
  const { phase, rollback } = attempt.journal;
  const record = rollback[part];
  if (phase !== 'rolled-back' || record?.state !== 'failed') return false;
  for (const original of originalDeployments(attempt.journal)) {
    if ((original.spec?.replicas ?? 1) === 0) continue;
    const now = await attempt.client.get(deployments, original.metadata.name, attempt.namespace);
    if ((now?.status?.availableReplicas ?? 0) < 1) return true;
  }
  const message = 'the old registry runs again, later than it was waited for';
  const late = { ...record, state: 'done' as const, finishedAt: attempt.now(), message };
  await attempt.update({ rollback: { ...rollback, [part]: late } });
  return false;
}

/**
 * The Deployment as it was before anybody stopped it: one that an earlier rollback could not start, and that is still as
 * it was left, must not be taken for one that a person has stopped.
 */
export function beforeRollbacks(deployment: Deployment, journals: readonly Journal[]): Deployment {
  const earlier = journals.findLast(({ rollback }) => rollback[part] !== undefined);
  if (earlier?.rollback[part]?.state !== 'failed' || deployment.spec?.replicas !== 0) return deployment;
  const original = earlier.originals[originalKey(deployments, deployment.metadata.name)] as Deployment | undefined;
  const replicas = original?.spec?.replicas ?? 1;
  if (original?.metadata.uid !== deployment.metadata.uid || replicas === 0) return deployment;
  return { ...deployment, spec: { ...deployment.spec, replicas } };
}

function originalDeployments({ originals }: Journal): readonly Deployment[] {
  return Object.entries(originals).flatMap(([key, object]) =>
    key.startsWith(`${deployments.plural}/`) ? [object as Deployment] : [],
  );
}
