import { KubeConfig } from '@kubernetes/client-node';
import { type Server, type Socket, connect, createServer } from 'node:net';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { testCluster } from '../../../dev/checks/cluster-context.ts';
import type { ConfigMap } from '../../k8s/configmap.ts';
import { configMaps } from '../../k8s/resource.ts';
import { ApiClient } from './api-client.ts';
import type { KubeClient, WatchEvent } from './client.ts';

/** A door to the API server that can be slammed and locked. */
class Door {
  readonly #sockets = new Set<Socket>();
  readonly #server: Server;
  readonly #host: string;
  locked = false;

  constructor(target: URL) {
    // The certificate is for this address.
    this.#host = target.hostname;
    this.#server = createServer((socket) => {
      if (this.locked) {
        socket.destroy();
        return;
      }
      const upstream = connect(Number(target.port), target.hostname);
      for (const end of [socket, upstream]) {
        this.#sockets.add(end);
        end.on('error', () => end.destroy());
        end.on('close', () => this.#sockets.delete(end));
      }
      socket.pipe(upstream).pipe(socket);
    });
  }

  async open(): Promise<number> {
    await new Promise<void>((resolve) => this.#server.listen(0, this.#host, resolve));
    const address = this.#server.address();
    return typeof address === 'object' && address !== null ? address.port : 0;
  }

  slam(): void {
    for (const socket of this.#sockets) socket.destroy();
  }

  close(): void {
    this.slam();
    this.#server.close();
  }
}

let door: Door;
let admin: KubeClient;
let client: ApiClient;
let namespace: string;
let stop: AbortController;
let seen: WatchEvent<ConfigMap>[];

function named(name: string): ConfigMap {
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, namespace, labels: { test: 'watch' } } };
}

function names(type: WatchEvent<ConfigMap>['type']): string[] {
  return seen.filter((event) => event.type === type).map((event) => event.object.metadata.name);
}

beforeEach(async () => {
  const cluster = testCluster();
  admin = cluster.client('admin');
  namespace = await cluster.createNamespace('watch');
  const config = new KubeConfig();
  config.loadFromFile(cluster.kubeconfig('admin'));
  const current = config.getCurrentCluster();
  if (current === null) throw new Error('the kubeconfig of admin has no cluster');
  door = new Door(new URL(current.server));
  const port = await door.open();
  config.clusters = config.clusters.map((one) => ({
    ...one,
    server: `https://${new URL(current.server).hostname}:${port}`,
  }));
  client = new ApiClient(config);
  stop = new AbortController();
  seen = [];
});

afterEach(async () => {
  stop.abort();
  await client.close();
  door.close();
});

describe('watch', () => {
  function start(): Promise<void> {
    const selection = { namespace, labelSelector: 'test=watch' };
    return client.watch(configMaps, selection, (event) => seen.push(event), stop.signal);
  }

  it('tells of what is there and of what changes, and ends when told to', async () => {
    await admin.create(configMaps, named('first'));
    const ended = start();
    await vi.waitFor(() => {
      expect(names('ADDED')).toEqual(['first']);
    });
    await admin.create(configMaps, named('second'));
    await admin.patch(configMaps, named('first').metadata, { type: 'merge', body: { data: { a: 'b' } } });
    await admin.delete(configMaps, named('second').metadata);
    await vi.waitFor(() => {
      expect(names('MODIFIED')).toContain('first');
      expect(names('DELETED')).toContain('second');
    });
    stop.abort();
    await ended;
  });

  it('goes on after its connection was cut, without telling anything twice', async () => {
    await admin.create(configMaps, named('before'));
    void start();
    await vi.waitFor(() => {
      expect(names('ADDED')).toEqual(['before']);
    });
    door.slam();
    await admin.create(configMaps, named('after'));
    await vi.waitFor(
      () => {
        expect(names('ADDED')).toEqual(['before', 'after']);
      },
      { timeout: 10_000 },
    );
  });

  it('tells what was deleted while the API server was away', async () => {
    await admin.create(configMaps, named('gone'));
    await admin.create(configMaps, named('stays'));
    void start();
    await vi.waitFor(() => {
      expect(names('ADDED').sort()).toEqual(['gone', 'stays']);
    });
    door.locked = true;
    door.slam();
    await admin.delete(configMaps, named('gone').metadata);
    await new Promise((resolve) => setTimeout(resolve, 1500));
    door.locked = false;
    await vi.waitFor(
      () => {
        expect(names('DELETED')).toEqual(['gone']);
      },
      { timeout: 20_000 },
    );
    expect(names('ADDED').filter((name) => name === 'stays')).toHaveLength(1);
  });

  it('rejects when the handler throws: a bug must not look like a quiet cluster', async () => {
    await admin.create(configMaps, named('trigger'));
    const watching = client.watch(
      configMaps,
      { namespace },
      () => {
        throw new Error('handler is broken');
      },
      stop.signal,
    );
    await expect(watching).rejects.toThrow('handler is broken');
  });
});
