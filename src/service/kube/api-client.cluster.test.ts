import { KubeConfig } from '@kubernetes/client-node';
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { beforeAll, describe, expect, it } from 'vitest';
import { testCluster } from '../../../dev/checks/cluster-context.ts';
import type { ConfigMap } from '../../k8s/configmap.ts';
import type { QuayEcosystem } from '../../k8s/quayecosystem.ts';
import { configMaps, deployments, quayEcosystems, routes, secrets } from '../../k8s/resource.ts';
import { ApiClient } from './api-client.ts';
import { ApiError, ConnectionError } from './api-error.ts';
import type { KubeClient } from './client.ts';
import { fencedClient } from './wrapped/fenced-client.ts';

let client: KubeClient;
let namespace: string;

function configMap(name: string, data: Record<string, string> = {}): ConfigMap {
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, namespace }, data };
}

beforeAll(async () => {
  client = testCluster().client('admin');
  namespace = await testCluster().createNamespace('client');
});

describe('ApiClient', () => {
  it('answers undefined for what is not there, also when its kind is not', async () => {
    expect(await client.get(configMaps, 'none', namespace)).toBeUndefined();
    const unknown = { group: 'nowhere.example.com', version: 'v1', kind: 'Thing', plural: 'things', namespaced: true };
    expect(await client.get(unknown, 'none', namespace)).toBeUndefined();
  });

  it('lists all pages, each item with its kind', async () => {
    const names = Array.from({ length: 12 }, (_unused, index) => `page-${String(index).padStart(2, '0')}`);
    await Promise.all(names.map((name) => client.create(configMaps, configMap(name))));
    const items = await client.list(configMaps, { namespace });
    expect(items.map((item) => item.metadata.name)).toEqual(expect.arrayContaining(names));
    expect(items.every((item) => item.kind === 'ConfigMap' && item.apiVersion === 'v1')).toBe(true);
  });

  it('lists metadata alone, of the type that is asked for', async () => {
    const metadata = { name: 'large', namespace, labels: { a: 'b' }, finalizers: ['example.com/held'] };
    const secret = { apiVersion: 'v1', kind: 'Secret', metadata, type: 'example.com/large' };
    const stored = await client.create(secrets, {
      ...secret,
      data: { content: Buffer.alloc(30_000, 'x').toString('base64') },
    });
    await client.create(secrets, { ...secret, metadata: { name: 'other', namespace }, type: 'example.com/other' });
    const selection = { namespace, fieldSelector: 'type=example.com/large', metadataOnly: true };
    expect(await client.list(secrets, selection)).toEqual([
      { apiVersion: 'v1', kind: 'Secret', metadata: stored.metadata },
    ]);
    await client.patch(secrets, metadata, { type: 'merge', body: { metadata: { finalizers: null } } });
  });

  it('keeps fields that no type of ours knows, to the byte', async () => {
    const metadata = { name: 'odd', namespace };
    const ecosystem: QuayEcosystem = {
      apiVersion: 'redhatcop.redhat.io/v1alpha1',
      kind: 'QuayEcosystem',
      metadata,
      spec: { quay: { resources: { limits: { 'example.com/odd': '1' } } } },
    };
    const created = await client.create(quayEcosystems, ecosystem);
    expect(await client.get(quayEcosystems, 'odd', namespace)).toEqual(created);
    expect(created).toMatchObject({ spec: ecosystem.spec });
    expect(created.metadata.creationTimestamp).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
  });

  it('writes over the version that was read and no other', async () => {
    const first = await client.create(configMaps, configMap('versions', { a: '1' }));
    await client.replace(configMaps, { ...first, data: { a: '2' } });
    await expect(client.replace(configMaps, { ...first, data: { a: '3' } })).rejects.toMatchObject({ code: 409 });
  });

  it('deletes the object it was told of, not its successor', async () => {
    const first = await client.create(configMaps, configMap('successor'));
    await client.delete(configMaps, first.metadata);
    const second = await client.create(configMaps, configMap('successor'));
    const uid = first.metadata.uid ?? '';
    await expect(client.delete(configMaps, second.metadata, { uid })).rejects.toMatchObject({ code: 409 });
    expect(await client.delete(configMaps, { name: 'nobody', namespace })).toBe(false);
  });

  it('asks without storing in a dry run', async () => {
    await client.create(configMaps, configMap('dry'), { dryRun: true });
    expect(await client.get(configMaps, 'dry', namespace)).toBeUndefined();
  });

  it('applies on the server, and says who else owns a field', async () => {
    const mine = await client.apply(configMaps, configMap('applied', { a: 'mine' }), { fieldManager: 'mine' });
    expect(mine.metadata.managedFields?.[0]).toMatchObject({ manager: 'mine', operation: 'Apply' });
    const theirs = client.apply(configMaps, configMap('applied', { a: 'theirs' }), { fieldManager: 'theirs' });
    await expect(theirs).rejects.toMatchObject({ code: 409 });
    const forced = await client.apply(configMaps, configMap('applied', { a: 'theirs' }), {
      fieldManager: 'theirs',
      force: true,
    });
    expect(forced.data).toEqual({ a: 'theirs' });
  });

  it('tells what the API server said, and in which request', async () => {
    const error: unknown = await testCluster()
      .client('nobody')
      .list(secrets, { namespace })
      .catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(ApiError);
    expect(error).toMatchObject({ code: 403, reason: 'Forbidden' });
    expect(String(error)).toMatch(/GET .*\/secrets: .*cannot list resource "secrets"/);
  });

  it('says that nobody answered when nobody did', async () => {
    const config = new KubeConfig();
    config.loadFromOptions({
      clusters: [{ name: 'none', server: 'https://127.0.0.1:1' }],
      users: [{ name: 'none' }],
      contexts: [{ name: 'none', cluster: 'none', user: 'none' }],
      currentContext: 'none',
    });
    await expect(new ApiClient(config).list(routes)).rejects.toBeInstanceOf(ConnectionError);
  });

  it('needs a few connections for many requests', async () => {
    const config = new KubeConfig();
    config.loadFromFile(testCluster().kubeconfig('admin'));
    const own = new ApiClient(config);
    let connections = 0;
    const count = (): void => {
      connections += 1;
    };
    subscribe('undici:client:connected', count);
    for (let request = 0; request < 50; request += 1) await own.get(deployments, 'none', namespace);
    unsubscribe('undici:client:connected', count);
    await own.close();
    expect(connections).toBeLessThanOrEqual(3);
  });
});

describe('fencedClient', () => {
  it('reads without the Lease and writes with it only', async () => {
    let held = true;
    const fenced = fencedClient(client, () => {
      if (!held) throw new Error('no Lease');
    });
    await fenced.create(configMaps, configMap('fenced'));
    held = false;
    expect(await fenced.get(configMaps, 'fenced', namespace)).toBeDefined();
    await expect(fenced.create(configMaps, configMap('fenced-2'))).rejects.toThrow('no Lease');
    await expect(fenced.delete(configMaps, { name: 'fenced', namespace })).rejects.toThrow('no Lease');
    expect(await client.get(configMaps, 'fenced-2', namespace)).toBeUndefined();
  });
});
