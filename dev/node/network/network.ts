import type { ClusterStores } from '../cluster-stores.ts';
import type { HostsFiles } from './hosts-files.ts';
import { keyOf } from '../object-store.ts';
import type { ServiceEndpoints } from './service-endpoints.ts';
import { ServiceProxy } from './service-proxy.ts';
import { WorkQueue } from '../work-queue.ts';

export interface NetworkOptions {
  readonly stores: ClusterStores;
  readonly endpoints: ServiceEndpoints;
  readonly hosts: HostsFiles;
  readonly signal: AbortSignal;
  readonly log: (message: string) => void;
}

/** Keeps proxies and hosts files as the Services want them. */
export function startNetwork({ stores, endpoints, hosts, signal, log }: NetworkOptions): { stop(): void } {
  const proxy = new ServiceProxy(endpoints, log);
  const report = (key: string, error: unknown) => {
    log(`${key}: ${String(error)}`);
  };
  const proxies = new WorkQueue((key) => proxy.update(key, stores.services.get(key)), report, signal);
  const names = new WorkQueue(() => hosts.update(), report, signal);
  stores.services.onEvent(({ object }) => {
    proxies.add(keyOf(object));
    names.add('hosts');
  });
  // The address of a headless Service is that of a pod.
  stores.endpointSlices.onEvent(() => {
    names.add('hosts');
  });
  return proxy;
}
