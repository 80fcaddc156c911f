import { randomBytes } from 'node:crypto';
import { type AddressInfo, type Server, connect, createServer } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { afterEach, describe, expect, test, vi } from 'vitest';
import type { EndpointSlice } from '../../../src/k8s/endpointslice.ts';
import { endpointSlices, services } from '../../../src/k8s/resource.ts';
import type { Service } from '../../../src/k8s/service.ts';
import type { KubeClient, WatchEvent } from '../../../src/service/kube/client.ts';
import { ObjectStore } from '../object-store.ts';
import { ServiceEndpoints } from './service-endpoints.ts';
import { ServiceProxy } from './service-proxy.ts';

// Its own network, so that a cluster that runs beside the tests is not met.
const network = 126;
const port = 15432;
const cleanups: (() => void)[] = [];

afterEach(() => {
  for (const cleanup of cleanups.splice(0)) cleanup();
});

/** A store that holds the objects, as if a watch had brought them. */
async function storeOf<T extends Service | EndpointSlice>(
  store: ObjectStore<T>,
  objects: readonly T[],
): Promise<ObjectStore<T>> {
  const watch = async (_resource: unknown, _selection: unknown, onEvent: (event: WatchEvent<T>) => void) => {
    for (const object of objects) onEvent({ type: 'ADDED', object });
  };
  await store.follow({ watch } as unknown as KubeClient, new AbortController().signal);
  return store;
}

async function listen(server: Server, host: string): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, host, resolve));
  cleanups.push(() => server.close());
  return (server.address() as AddressInfo).port;
}

function slice(podIps: readonly string[], podPort: number): EndpointSlice {
  return {
    apiVersion: 'discovery.k8s.io/v1',
    kind: 'EndpointSlice',
    metadata: { name: 'db-1', namespace: 'ns', labels: { 'kubernetes.io/service-name': 'db' } },
    endpoints: [
      { addresses: ['10.244.9.9'], conditions: { ready: false } },
      ...podIps.map((address) => ({ addresses: [address], conditions: { ready: true } })),
    ],
    ports: [{ name: 'sql', port: podPort }],
  };
}

const service: Service = {
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name: 'db', namespace: 'ns' },
  spec: { clusterIP: '10.96.3.4', ports: [{ name: 'sql', port, targetPort: 'sql' }] },
};

async function proxyFor(slices: readonly EndpointSlice[]): Promise<ServiceProxy> {
  const servicesStore = await storeOf(new ObjectStore(services), [service]);
  const slicesStore = await storeOf(new ObjectStore(endpointSlices), slices);
  const proxy = new ServiceProxy(new ServiceEndpoints(servicesStore, slicesStore, network), vi.fn());
  cleanups.push(() => {
    proxy.stop();
  });
  await proxy.update('ns/db', service);
  return proxy;
}

function talk(data: Buffer): Promise<Buffer> {
  const socket = connect({ host: '127.126.131.4', port });
  socket.end(data);
  return buffer(socket);
}

describe('ServiceProxy', () => {
  test('passes all bytes of both sides on, the half-closed connection too', async () => {
    const echo = createServer({ allowHalfOpen: true }, (socket) => socket.pipe(socket));
    await proxyFor([slice(['10.244.0.7'], await listen(echo, '127.126.0.7'))]);
    const data = randomBytes(3_000_000);
    expect((await talk(data)).equals(data)).toBe(true);
  });

  test('takes the ready pods in turn', async () => {
    const answer = (name: string) => createServer((socket) => socket.end(name));
    const podPort = await listen(answer('one'), '127.126.0.7');
    const other = answer('two');
    await new Promise<void>((resolve) => other.listen(podPort, '127.126.0.8', resolve));
    cleanups.push(() => other.close());
    await proxyFor([slice(['10.244.0.7', '10.244.0.8'], podPort)]);
    const answers = [await talk(Buffer.alloc(0)), await talk(Buffer.alloc(0))].map(String);
    expect(answers.sort()).toEqual(['one', 'two']);
  });

  test('refuses when no pod is ready, and when the pod does', async () => {
    await proxyFor([slice([], 1)]);
    await expect(talk(Buffer.from('x'))).rejects.toThrow('ECONNRESET');
    cleanups.pop()?.();
    await proxyFor([slice(['10.244.0.7'], 1)]);
    await expect(talk(Buffer.from('x'))).rejects.toThrow('ECONNRESET');
  });

  test('listens no more when the Service is gone', async () => {
    const proxy = await proxyFor([]);
    await proxy.update('ns/db', undefined);
    await expect(talk(Buffer.from('x'))).rejects.toThrow('ECONNREFUSED');
  });
});
