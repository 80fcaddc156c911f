import { services } from '../../../src/k8s/resource.ts';
import type { Service } from '../../../src/k8s/service.ts';
import { isNotFound } from '../../../src/service/kube/api-error.ts';
import type { KubeClient } from '../../../src/service/kube/client.ts';
import type { ClusterStores } from '../cluster-stores.ts';
import { keyOf } from '../object-store.ts';
import type { ServiceEndpoints } from './service-endpoints.ts';
import { WorkQueue } from '../work-queue.ts';

export interface LoadBalancerOptions {
  readonly client: KubeClient;
  readonly stores: ClusterStores;
  readonly endpoints: ServiceEndpoints;
  readonly signal: AbortSignal;
  readonly log: (message: string) => void;
}

/** Gives a Service of type LoadBalancer the address at which this machine reaches it, and takes it from the others. */
export function startLoadBalancers({ client, stores, endpoints, signal, log }: LoadBalancerOptions): void {
  const balance = async (key: string) => {
    const service = stores.services.get(key);
    const ingress = service && wantedIngress(service, endpoints.addressOf(service));
    if (ingress === undefined) return;
    const { name, namespace = '', uid } = service?.metadata ?? { name: '' };
    const body = { metadata: { uid }, status: { loadBalancer: { ingress } } };
    await client
      .patch(services, { name, namespace }, { type: 'merge', body }, { subresource: 'status' })
      .catch((error: unknown) => {
        if (!isNotFound(error)) throw error;
      });
  };
  const report = (key: string, error: unknown) => {
    log(`load balancer of Service ${key}: ${String(error)}`);
  };
  const queue = new WorkQueue(balance, report, signal);
  stores.services.onEvent(({ object }) => {
    queue.add(keyOf(object));
  });
}

/** Null takes the list away; undefined when it is as it should be. */
export function wantedIngress(service: Service, address: string | undefined): { ip: string }[] | null | undefined {
  const current = service.status?.loadBalancer?.ingress?.[0]?.ip;
  const wanted = service.spec?.type === 'LoadBalancer' ? address : undefined;
  if (current === wanted) return undefined;
  return wanted === undefined ? null : [{ ip: wanted }];
}
