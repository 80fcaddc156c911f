import type { MigrationPlan } from '../../../domain/plan/migration-plan.ts';
import type { Finding } from '../../../contract/finding.ts';
import type { Job } from '../../../k8s/job.ts';
import { type KubernetesObject, describeObject } from '../../../k8s/object.ts';
import type { Pod } from '../../../k8s/pod.ts';
import * as kinds from '../../../k8s/resource.ts';
import { ApiError } from '../../kube/api-error.ts';
import type { KubeClient } from '../../kube/client.ts';

/** Sends all objects of the plan as a server-side dry run, and returns those that the API server rejects. */
export async function rejectedByCluster(client: KubeClient, plan: MigrationPlan): Promise<readonly Finding[]> {
  const { claim, server, serverService } = plan.database;
  const { registry, bundle, managedKeys, caConfigMaps } = plan.registry;
  const work = plan.work;
  const attempts: Promise<Finding | undefined>[] = [
    ...caConfigMaps.map((object) => dryRun(client, kinds.configMaps, object)),
    ...[bundle, managedKeys, work.secret, work.upgradeConfig, work.validateConfig].flatMap((object) =>
      object ? [dryRun(client, kinds.secrets, object)] : [],
    ),
    dryRun(client, kinds.quayRegistries, registry),
    ...[work.inspect, work.firstCopy, work.copy, work.upgrade, ...work.pull, work.validate].flatMap((job) =>
      job ? [dryRun(client, kinds.jobs, job), dryRun(client, kinds.pods, podOf(job))] : [],
    ),
    ...(claim ? [dryRun(client, kinds.persistentVolumeClaims, claim)] : []),
    ...(serverService ? [dryRun(client, kinds.services, serverService)] : []),
    ...(server ? [dryRun(client, kinds.pods, withDefaultAccount(server))] : []),
  ];
  return (await Promise.all(attempts)).filter((finding) => finding !== undefined);
}

async function dryRun<T extends KubernetesObject>(
  client: KubeClient,
  resource: kinds.Resource<T>,
  object: T,
): Promise<Finding | undefined> {
  try {
    await client.create(resource, object, { dryRun: true });
    return undefined;
  } catch (error) {
    // Existing names are judged by the finding name-in-use; a server error is not a rejection.
    if (!(error instanceof ApiError) || error.code === 409 || error.code === 429 || error.code >= 500) {
      if (error instanceof ApiError && error.code === 409) return undefined;
      throw error;
    }
    return {
      id: 'refused-by-cluster',
      severity: 'blocker',
      object: describeObject(object),
      field: 'metadata',
      message: `The API server would reject ${describeObject(object)}: ${error.message}`,
      remedy: 'Change the policy, quota or permission that the message names.',
    };
  }
}

/** The pod that a Job would create: its rejection would otherwise only appear as an Event of the Job. */
function podOf(job: Job): Pod {
  return withDefaultAccount({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name: job.metadata.name,
      ...(job.metadata.namespace !== undefined && { namespace: job.metadata.namespace }),
      labels: job.metadata.labels ?? {},
    },
    ...(job.spec?.template?.spec && { spec: job.spec.template.spec }),
  });
}

/** Our ServiceAccount does not exist yet, and a pod is rejected without its account. */
function withDefaultAccount(pod: Pod): Pod {
  return { ...pod, spec: { ...pod.spec, serviceAccountName: 'default' } };
}
