import { isTrue } from '../../../src/k8s/condition.ts';
import type { Job } from '../../../src/k8s/job.ts';
import type { QuayRegistry } from '../../../src/k8s/quayregistry.ts';
import { jobs } from '../../../src/k8s/resource.ts';
import { refusal } from '../apply-object.ts';
import type { NextPass, PassContext } from './pass-context.ts';
import { type Stated, state } from '../status/registry-status.ts';

/**
 * A Job that has ended, however and whosever it was, is deleted and comes anew in the next pass. One that runs is left
 * alone, but up to 3.15 it is deleted, too. Answers whether there is a Job to follow.
 */
export async function startUpgrade({ client, facts }: PassContext, job: Job): Promise<boolean> {
  const found = await client.get(jobs, job.metadata.name, job.metadata.namespace);
  if (found === undefined) {
    await client.create(jobs, job, { fieldManager: 'quay-operator' }).catch((error: unknown) => {
      throw refusal(facts, job, error);
    });
    return true;
  }
  if (!hasEnded(found) && !facts.restartsUpgrade) return true;
  await client.delete(jobs, found.metadata, { propagationPolicy: 'Foreground' });
  return false;
}

function hasEnded({ status }: Job): boolean {
  return isTrue(status?.conditions, 'Complete') || isTrue(status?.conditions, 'Failed');
}

/** While migrations run nothing but their Job is looked at. */
export async function followMigration(context: PassContext, registry: QuayRegistry): Promise<NextPass> {
  const { name, namespace = '' } = registry.metadata;
  const job = await context.client.get(jobs, `${name}-quay-app-upgrade`, namespace);
  const outcome = migrationOutcome(job);
  if (outcome === undefined) return 'soon';
  // Both in one write: whoever sees the version sees the end of the migrations.
  const more = outcome.status === 'True' ? { currentVersion: context.facts.quayVersion } : {};
  await state(context, registry, [outcome], more);
  return 'soon';
}

/** What the Job says about ComponentsCreated; undefined while it runs. */
export function migrationOutcome(job: Job | undefined): Stated | undefined {
  const type = 'ComponentsCreated';
  if (job === undefined) {
    return { type, status: 'False', reason: 'MigrationsJobMissing', message: 'migrations job not found' };
  }
  if ((job.status?.succeeded ?? 0) > 0) {
    return {
      type,
      status: 'True',
      reason: 'ComponentsCreationSuccess',
      message: 'All registry components created',
    };
  }
  const failed = job.status?.conditions?.find((one) => one.type === 'Failed' && one.status === 'True');
  return failed && { type, status: 'False', reason: 'MigrationsFailed', message: failed.message ?? '' };
}
