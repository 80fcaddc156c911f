/** The networks that the API server sees; EndpointSlices refuse the loopback addresses behind them. */
const podNetwork = '10.244';
const serviceNetwork = '10.96';
const clusterCount = 64;
/** 10.244.0.1 to 10.244.127.254. */
const podCount = 128 * 254;

/** The second octet of the loopback network 127.N.0.0/16 of one cluster on this machine. */
export function loopbackNetwork(index: number): number {
  if (!Number.isInteger(index) || index < 0 || index >= clusterCount) {
    throw new Error(`index ${index} is none of 0 to ${clusterCount - 1}: so many clusters fit on one machine`);
  }
  return clusterCount + index;
}

/**
 * Where what listens on a cluster address really listens: a pod's 10.244.a.b is 127.N.a.b, a Service's 10.96.a.b is
 * 127.N.(128+a).b. Undefined for every other address: it is what it says.
 */
export function loopbackAddress(network: number, address: string): string | undefined {
  const [first, second, third, fourth] = address.split('.');
  if (third === undefined || fourth === undefined || Number(third) > 127) return undefined;
  const prefix = `${first ?? ''}.${second ?? ''}`;
  if (prefix === podNetwork) return `127.${network}.${third}.${fourth}`;
  if (prefix === serviceNetwork) return `127.${network}.${Number(third) + 128}.${fourth}`;
  return undefined;
}

/** Gives each pod an address of its own, and a used one again only when all others had their turn. */
export class PodAddresses {
  readonly #used = new Set<string>();
  #next = 0;

  take(): string {
    for (let tries = 0; tries < podCount; tries += 1) {
      const address = `${podNetwork}.${Math.floor(this.#next / 254)}.${(this.#next % 254) + 1}`;
      this.#next = (this.#next + 1) % podCount;
      if (this.#used.has(address)) continue;
      this.#used.add(address);
      return address;
    }
    throw new Error(`all ${podCount} pod addresses are in use`);
  }

  release(address: string): void {
    this.#used.delete(address);
  }
}
