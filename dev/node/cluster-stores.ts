import {
  configMaps,
  endpointSlices,
  ingresses,
  persistentVolumeClaims,
  persistentVolumes,
  pods,
  routes,
  secrets,
  services,
} from '../../src/k8s/resource.ts';
import type { KubeClient } from '../../src/service/kube/client.ts';
import { ObjectStore } from './object-store.ts';

/** What the node and the services around it know of the cluster: one watch for each kind, shared by all. */
export class ClusterStores {
  readonly pods = new ObjectStore(pods);
  readonly secrets = new ObjectStore(secrets);
  readonly configMaps = new ObjectStore(configMaps);
  readonly services = new ObjectStore(services);
  readonly endpointSlices = new ObjectStore(endpointSlices);
  readonly claims = new ObjectStore(persistentVolumeClaims);
  readonly volumes = new ObjectStore(persistentVolumes);
  readonly routes = new ObjectStore(routes);
  readonly ingresses = new ObjectStore(ingresses);
  readonly #client: KubeClient;
  readonly #signal: AbortSignal;
  readonly #log: (message: string) => void;

  constructor(client: KubeClient, signal: AbortSignal, log: (message: string) => void) {
    this.#client = client;
    this.#signal = signal;
    this.#log = log;
  }

  /** Starts all watches; listeners are there by now. */
  follow(): void {
    for (const store of this.#all()) {
      store.follow(this.#client, this.#signal).catch((error: unknown) => {
        this.#log(`a watch has ended: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
      });
    }
  }

  /** Services before pods: who starts wants to find the others. */
  #all(): { follow(client: KubeClient, signal: AbortSignal): Promise<void> }[] {
    const { services, endpointSlices, claims, volumes, secrets, configMaps, routes, ingresses, pods } = this;
    return [services, endpointSlices, claims, volumes, secrets, configMaps, routes, ingresses, pods];
  }
}
