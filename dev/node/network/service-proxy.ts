import { type Server, type Socket, connect, createServer } from 'node:net';
import type { Service, ServicePort } from '../../../src/k8s/service.ts';
import type { ServiceEndpoints } from './service-endpoints.ts';

const connectSeconds = 5;

/** Listens on the ports of each Service and passes connections on to a ready pod. */
export class ServiceProxy {
  readonly #endpoints: ServiceEndpoints;
  readonly #log: (message: string) => void;
  readonly #servers = new Map<string, Server>();
  readonly #sockets = new Set<Socket>();
  #turn = 0;

  constructor(endpoints: ServiceEndpoints, log: (message: string) => void) {
    this.#endpoints = endpoints;
    this.#log = log;
  }

  /** Opens what the Service asks for and closes what it no longer does; undefined closes all of `key`. */
  async update(key: string, service: Service | undefined): Promise<void> {
    const wanted = service ? this.#listeners(key, service) : new Map<string, ServicePort>();
    for (const [id, server] of this.#servers) {
      if (!id.startsWith(`${key} `) || wanted.has(id)) continue;
      this.#servers.delete(id);
      server.close();
    }
    for (const [id, port] of wanted) if (!this.#servers.has(id)) await this.#listen(id, key, port.port);
  }

  stop(): void {
    for (const server of this.#servers.values()) server.close();
    for (const socket of this.#sockets) socket.destroy();
    this.#servers.clear();
  }

  #listeners(key: string, service: Service): Map<string, ServicePort> {
    const address = this.#endpoints.addressOf(service);
    if (address === undefined || service.spec?.clusterIP === 'None') return new Map();
    const ports = (service.spec?.ports ?? []).filter(({ protocol }) => protocol === undefined || protocol === 'TCP');
    return new Map(ports.map((port) => [`${key} ${address} ${port.port}`, port]));
  }

  async #listen(id: string, key: string, port: number): Promise<void> {
    const [, host = ''] = id.split(' ');
    const server = createServer({ allowHalfOpen: true, noDelay: true }, (socket) => {
      this.#forward(socket, key, port);
    });
    const failure = await listening(server, host, port);
    if (failure?.code === 'EACCES') {
      this.#log(`Service ${key}: port ${port} stays closed, because without root this machine lets nobody open it`);
    } else if (failure) {
      throw new Error(`Service ${key}: port ${port} cannot be opened on ${host}: ${failure.message}`, {
        cause: failure,
      });
    }
    server.on('error', (error) => {
      this.#log(`Service ${key}, port ${port}: ${error.message}`);
    });
    this.#servers.set(id, server);
  }

  /** As with a real Service, the pod is chosen when the connection is made, and a Service without pods refuses it. */
  #forward(client: Socket, key: string, number: number): void {
    const endpoint = this.#choose(key, number);
    this.#keep(client);
    if (endpoint === undefined) {
      client.resetAndDestroy();
      return;
    }
    const pod = connect({ ...endpoint, allowHalfOpen: true, noDelay: true, timeout: connectSeconds * 1000 });
    this.#keep(pod);
    pod.once('connect', () => {
      pod.setTimeout(0);
    });
    // A clean end of one side travels through the pipes, after its data; anything else ends both at once.
    pod.once('timeout', () => client.resetAndDestroy());
    pod.once('error', () => client.resetAndDestroy());
    client.once('close', () => {
      pod.destroySoon();
    });
    client.pipe(pod);
    pod.pipe(client);
  }

  #choose(key: string, number: number): { host: string; port: number } | undefined {
    const [namespace = '', name = ''] = key.split('/');
    const service = this.#endpoints.service(namespace, name);
    const port = service?.spec?.ports?.find((candidate) => candidate.port === number);
    const ready = service && port ? this.#endpoints.ready(service, port) : [];
    this.#turn += 1;
    return ready[this.#turn % ready.length];
  }

  #keep(socket: Socket): void {
    this.#sockets.add(socket);
    socket.once('close', () => this.#sockets.delete(socket));
    socket.on('error', () => undefined);
  }
}

/** Undefined when the server listens, or why it does not. */
function listening(server: Server, host: string, port: number): Promise<NodeJS.ErrnoException | undefined> {
  return new Promise((resolve) => {
    server.once('error', resolve);
    server.listen(port, host, () => {
      server.off('error', resolve);
      resolve(undefined);
    });
  });
}
