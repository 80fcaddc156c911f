import type { KubeClient } from '../../../src/service/kube/client.ts';
import { startCaInjector } from './ca-injector.ts';
import type { CertificateAuthority } from './certificates.ts';
import type { ClusterStores } from '../cluster-stores.ts';
import { startLoadBalancers } from './load-balancer.ts';
import { startRouteAdmission } from './route-admission.ts';
import { startRouter } from './router.ts';
import type { ServiceEndpoints } from './service-endpoints.ts';
import { startServingCertificates } from './serving-certificate.ts';
import { startVolumeBinder } from '../volumes/volume-binder.ts';

export interface ClusterServicesOptions {
  readonly client: KubeClient;
  readonly stores: ClusterStores;
  readonly endpoints: ServiceEndpoints;
  readonly authority: CertificateAuthority;
  readonly persistentDirectory: string;
  readonly signal: AbortSignal;
  readonly log: (message: string) => void;
}

/** What a cluster has beside nodes and controllers, and OpenShift beside that. */
export async function startClusterServices(
  order: ClusterServicesOptions,
): Promise<{ readonly router: string; stop(): void }> {
  await startVolumeBinder(order);
  startCaInjector({ ...order, bundle: order.authority.certificate });
  startServingCertificates(order);
  startRouteAdmission(order);
  startLoadBalancers(order);
  const router = await startRouter(order.stores, order.endpoints);
  return {
    router: router.url,
    stop: () => {
      router.stop();
    },
  };
}
