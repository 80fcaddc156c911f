import type { QuayRegistry } from '../../src/k8s/quayregistry.ts';
import * as kinds from '../../src/k8s/resource.ts';
import type { KubeClient } from '../../src/service/kube/client.ts';
import { componentConditions } from './component-conditions.ts';
import { withConditions, writeStatus } from './registry-status.ts';

/** One pass of the status loop: component conditions and Available. Nothing else ever writes those. */
export async function statusPass(client: KubeClient, registry: QuayRegistry): Promise<void> {
  const { namespace = '' } = registry.metadata;
  const [deployments, jobs, routes, claims, autoscalers] = await Promise.all([
    client.list(kinds.deployments, { namespace }),
    client.list(kinds.jobs, { namespace }),
    client.list(kinds.routes, { namespace }),
    client.list(kinds.persistentVolumeClaims, { namespace }),
    client.list(kinds.horizontalPodAutoscalers, { namespace }),
  ]);
  const stated = componentConditions(registry, { deployments, jobs, routes, claims, autoscalers });
  const conditions = withConditions(registry.status?.conditions ?? [], stated, new Date().toISOString());
  await writeStatus(client, registry, { conditions });
}
