import type { QuayRegistry } from '../../../src/k8s/quayregistry.ts';
import * as kinds from '../../../src/k8s/resource.ts';
import { componentsOf } from '../registry-inputs.ts';
import { componentConditions } from '../status/component-conditions.ts';
import type { PassContext } from './pass-context.ts';
import { currentSecond, saySame, withConditions, writeStatus } from '../status/registry-status.ts';

/**
 * One pass of the status loop: component conditions and Available. Nothing else ever writes those. At its minute it
 * writes new times even if nothing changed; after a write of others it does not, or the two loops would never rest.
 */
export async function statusPass(
  { client, facts, faults }: PassContext,
  registry: QuayRegistry,
  { evenUnchanged }: { readonly evenUnchanged: boolean },
): Promise<void> {
  const { namespace = '' } = registry.metadata;
  const bundleName = registry.spec?.configBundleSecret ?? '';
  const { managed } = componentsOf(registry);
  const [deployments, jobs, routes, claims, autoscalers, monitors, bundle] = await Promise.all([
    client.list(kinds.deployments, { namespace }),
    client.list(kinds.jobs, { namespace }),
    client.list(kinds.routes, { namespace }),
    client.list(kinds.persistentVolumeClaims, { namespace }),
    client.list(kinds.horizontalPodAutoscalers, { namespace }),
    managed('monitoring') ? client.list(kinds.serviceMonitors, { namespace }) : [],
    bundleName === '' ? undefined : client.get(kinds.secrets, bundleName, namespace),
  ]);
  const seenRoutes = faults.routeNotAdmitted === undefined ? routes : routes.map((one) => ({ ...one, status: {} }));
  const observed = { deployments, jobs, routes: seenRoutes, claims, autoscalers, monitors, bundle };
  const stated = componentConditions(registry, observed, facts);
  const present = registry.status?.conditions ?? [];
  const conditions = withConditions(present, stated, currentSecond());
  if (evenUnchanged || !saySame(present, conditions)) await writeStatus(client, registry, { conditions });
}
