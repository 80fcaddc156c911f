import type { EndpointSlice } from '../../../src/k8s/endpointslice.ts';
import type { Service, ServicePort } from '../../../src/k8s/service.ts';
import { loopbackAddress } from '../addresses.ts';
import type { ObjectStore } from '../object-store.ts';

export interface Endpoint {
  readonly host: string;
  readonly port: number;
}

/** Where the Services of the cluster lead, from the EndpointSlices of the real controller manager. */
export class ServiceEndpoints {
  readonly #services: ObjectStore<Service>;
  readonly #slices: ObjectStore<EndpointSlice>;
  readonly #network: number;

  constructor(services: ObjectStore<Service>, slices: ObjectStore<EndpointSlice>, network: number) {
    this.#services = services;
    this.#slices = slices;
    this.#network = network;
  }

  service(namespace: string, name: string): Service | undefined {
    return this.#services.get(`${namespace}/${name}`);
  }

  /** The ready pods behind one port of a Service, as addresses of this machine. */
  ready(service: Service, port: ServicePort): Endpoint[] {
    const { name, namespace } = service.metadata;
    return this.#slices
      .values()
      .filter(({ metadata }) => metadata.namespace === namespace)
      .filter(({ metadata }) => metadata.labels?.['kubernetes.io/service-name'] === name)
      .flatMap((slice) => this.#endpointsOf(slice, port));
  }

  /** The address of a Service on this machine; of a headless one that of a ready pod. */
  addressOf(service: Service): string | undefined {
    const { clusterIP } = service.spec ?? {};
    if (clusterIP && clusterIP !== 'None') return loopbackAddress(this.#network, clusterIP) ?? clusterIP;
    const [port] = service.spec?.ports ?? [];
    return port && this.ready(service, port)[0]?.host;
  }

  #endpointsOf(slice: EndpointSlice, port: ServicePort): Endpoint[] {
    const number = slice.ports?.find(({ name }) => (name ?? '') === (port.name ?? ''))?.port;
    if (number === undefined) return [];
    const ready = (slice.endpoints ?? []).filter(({ conditions }) => conditions?.ready !== false);
    return ready
      .flatMap(({ addresses }) => addresses ?? [])
      .map((address) => ({ host: loopbackAddress(this.#network, address) ?? address, port: number }));
  }
}
