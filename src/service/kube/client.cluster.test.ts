import { beforeAll, describe, expect, it } from 'vitest';
import { testCluster } from '../../../dev/checks/cluster-context.ts';
import type { ConfigMap } from '../../k8s/configmap.ts';
import type { Deployment } from '../../k8s/deployment.ts';
import type { KubernetesObject } from '../../k8s/object.ts';
import { configMaps, deployments, secrets } from '../../k8s/resource.ts';
import type { KubeClient, WatchEvent } from './client.ts';
import { MemoryCluster } from './memory-cluster.fixture.ts';

// What tests of single steps may believe of the client in memory: the real API server answers the same.
describe.each(['the API server', 'the client in memory'])('%s', (which) => {
  let client: KubeClient;
  let namespace: string;

  const configMap = (name: string, metadata: object = {}, data: Record<string, string> = {}): ConfigMap => ({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name, namespace, ...metadata },
    data,
  });
  const deployment = (name: string): Deployment => {
    const labels = { app: name };
    const template = { metadata: { labels }, spec: { containers: [{ name: 'main', image: 'example.com/none' }] } };
    const spec = { replicas: 0, selector: { matchLabels: labels }, template };
    return { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name, namespace }, spec };
  };
  const names = (objects: readonly KubernetesObject[]): string[] => objects.map(({ metadata }) => metadata.name);

  beforeAll(async () => {
    client = which === 'the API server' ? testCluster().client('admin') : new MemoryCluster();
    namespace = which === 'the API server' ? await testCluster().createNamespace('contract') : 'contract';
  });

  it('stores an object with uid, version and time, and answers with it', async () => {
    const created = await client.create(configMaps, configMap('stored', { labels: { a: 'b' } }, { key: 'value' }));
    expect(created).toMatchObject({ kind: 'ConfigMap', metadata: { labels: { a: 'b' } }, data: { key: 'value' } });
    expect(created.metadata.uid).toMatch(/^[0-9a-f-]{36}$/);
    expect(created.metadata.creationTimestamp).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
    expect(created.metadata.resourceVersion).toMatch(/^\d+$/);
    expect(await client.get(configMaps, 'stored', namespace)).toEqual(created);
    await expect(client.create(configMaps, configMap('stored'))).rejects.toMatchObject({
      code: 409,
      reason: 'AlreadyExists',
    });
  });

  it('answers undefined, false and 404 for what is not there', async () => {
    const target = { name: 'none', namespace };
    expect(await client.get(configMaps, 'none', namespace)).toBeUndefined();
    expect(await client.delete(configMaps, target)).toBe(false);
    const notFound = { code: 404, reason: 'NotFound' };
    await expect(client.patch(configMaps, target, { type: 'merge', body: {} })).rejects.toMatchObject(notFound);
    await expect(client.replace(configMaps, configMap('none'))).rejects.toMatchObject(notFound);
  });

  it('encodes stringData, keeps status for its subresource, and counts generations of a changed spec', async () => {
    const metadata = { name: 'text', namespace };
    const text = { apiVersion: 'v1', kind: 'Secret', metadata, stringData: { key: 'value' } };
    await client.create(secrets, text);
    const stored = await client.get(secrets, 'text', namespace);
    expect(stored).toMatchObject({ data: { key: 'dmFsdWU=' } });
    expect(stored).not.toHaveProperty('stringData');

    const created = await client.create(deployments, { ...deployment('graded'), status: { replicas: 7 } });
    expect(created.metadata.generation).toBe(1);
    expect(created.status?.replicas).toBeUndefined();
    const body = { spec: { replicas: 0 }, metadata: { labels: { a: 'b' } }, status: { replicas: 7 } };
    const labelled = await client.patch(deployments, created.metadata, { type: 'merge', body });
    expect(labelled).toMatchObject({ metadata: { generation: 1, labels: { a: 'b' } } });
    expect(labelled.status?.replicas).toBeUndefined();
    const paused = { type: 'merge' as const, body: { spec: { revisionHistoryLimit: 3 } } };
    const changed = await client.patch(deployments, created.metadata, paused);
    expect(changed.metadata.generation).toBe(2);
    const annotation = { type: 'merge' as const, body: { metadata: { annotations: { a: 'b' } } } };
    expect((await client.patch(deployments, created.metadata, annotation)).metadata.generation).toBe(3);
    const status = { type: 'merge' as const, body: { spec: { revisionHistoryLimit: 5 }, status: { replicas: 7 } } };
    const told = await client.patch(deployments, created.metadata, status, { subresource: 'status' });
    expect(told).toMatchObject({
      metadata: { generation: 3 },
      spec: { revisionHistoryLimit: 3 },
      status: { replicas: 7 },
    });
  });

  it('merges mappings, replaces lists, takes out what is null', async () => {
    const first = { labels: { a: '1', b: '2' }, finalizers: ['example.com/x', 'example.com/y'] };
    await client.create(configMaps, configMap('merged', first, { keep: '1', drop: '2' }));
    const body = {
      metadata: { labels: { b: null, c: '3' }, finalizers: ['example.com/y'] },
      data: { drop: null, more: '4' },
    };
    const merged = await client.patch(configMaps, { name: 'merged', namespace }, { type: 'merge', body });
    expect(merged.metadata.labels).toEqual({ a: '1', c: '3' });
    expect(merged.metadata.finalizers).toEqual(['example.com/y']);
    expect(merged.data).toEqual({ keep: '1', more: '4' });
  });

  it('writes over the version that was read and no other, and not at all what changes nothing', async () => {
    const first = await client.create(configMaps, configMap('versions', {}, { a: '1' }));
    const same = await client.replace(configMaps, first);
    expect(same.metadata.resourceVersion).toBe(first.metadata.resourceVersion);
    const second = await client.replace(configMaps, { ...first, data: { a: '2' } });
    expect(second.metadata.resourceVersion).not.toBe(first.metadata.resourceVersion);
    const conflict = { code: 409, reason: 'Conflict' };
    await expect(client.replace(configMaps, { ...first, data: { a: '3' } })).rejects.toMatchObject(conflict);
    const { resourceVersion } = first.metadata;
    const body = { metadata: { resourceVersion }, data: { a: '4' } };
    const target = { name: 'versions', namespace };
    await expect(client.patch(configMaps, target, { type: 'merge', body })).rejects.toMatchObject(conflict);
    const foreign = { metadata: { uid: 'another' }, data: { a: '5' } };
    await expect(client.patch(configMaps, target, { type: 'merge', body: foreign })).rejects.toMatchObject({
      code: 422,
      reason: 'Invalid',
    });
    const successor = { ...first, metadata: { name: 'versions', namespace, uid: 'another' } };
    await expect(client.replace(configMaps, successor)).rejects.toMatchObject(conflict);
    expect(await client.get(configMaps, 'versions', namespace)).toMatchObject({ data: { a: '2' } });
  });

  it('deletes the object it was told of and not its successor', async () => {
    const first = await client.create(configMaps, configMap('successor'));
    expect(await client.delete(configMaps, first.metadata, { uid: first.metadata.uid ?? '' })).toBe(true);
    const second = await client.create(configMaps, configMap('successor'));
    expect(second.metadata.uid).not.toBe(first.metadata.uid);
    const target = { name: 'successor', namespace };
    const conflict = { code: 409, reason: 'Conflict' };
    await expect(client.delete(configMaps, target, { uid: first.metadata.uid ?? '' })).rejects.toMatchObject(conflict);
    await expect(client.delete(configMaps, target, { resourceVersion: '1' })).rejects.toMatchObject(conflict);
    expect(await client.get(configMaps, 'successor', namespace)).toEqual(second);
  });

  it('lets an object with finalizers go when the last is taken out', async () => {
    await client.create(configMaps, configMap('held', { finalizers: ['example.com/held'] }));
    const target = { name: 'held', namespace };
    expect(await client.delete(configMaps, target)).toBe(true);
    const held = await client.get(configMaps, 'held', namespace);
    expect(held?.metadata.deletionTimestamp).toBeDefined();
    await client.delete(configMaps, target);
    const body = { metadata: { finalizers: null } };
    await client.patch(configMaps, target, { type: 'merge', body });
    expect(await client.get(configMaps, 'held', namespace)).toBeUndefined();
  });

  it('stores nothing in a dry run', async () => {
    await client.create(configMaps, configMap('dry'), { dryRun: true });
    expect(await client.get(configMaps, 'dry', namespace)).toBeUndefined();
    await client.create(configMaps, configMap('wet', {}, { a: '1' }));
    const body = { data: { a: '2' } };
    const answer = await client.patch(
      configMaps,
      { name: 'wet', namespace },
      { type: 'merge', body },
      { dryRun: true },
    );
    expect(answer.data).toEqual({ a: '2' });
    expect(await client.get(configMaps, 'wet', namespace)).toMatchObject({ data: { a: '1' } });
  });

  it('selects by namespace, labels and fields, and leaves contents out where they are not wanted', async () => {
    const labels = [{ tier: 'app', at: '1' }, { tier: 'db' }, { tier: 'web', at: '2' }];
    for (const [index, each] of labels.entries()) {
      await client.create(configMaps, configMap(`select-${index}`, { labels: { set: 'x', ...each } }, { a: '1' }));
    }
    const list = async (selector: string): Promise<string[]> =>
      names(await client.list(configMaps, { namespace, labelSelector: selector }));
    expect(await list('set=x')).toEqual(['select-0', 'select-1', 'select-2']);
    expect(await list('set=x,tier=db')).toEqual(['select-1']);
    expect(await list('set=x,tier!=db')).toEqual(['select-0', 'select-2']);
    expect(await list('set=x,tier in (app,db)')).toEqual(['select-0', 'select-1']);
    expect(await list('set,at')).toEqual(['select-0', 'select-2']);
    expect(names(await client.list(configMaps, { namespace, fieldSelector: 'metadata.name=select-1' }))).toEqual([
      'select-1',
    ]);
    expect(await client.list(configMaps, { namespace: 'nowhere-else' })).toEqual([]);
    const [bare] = await client.list(configMaps, { namespace, labelSelector: 'tier=db', metadataOnly: true });
    expect(bare).not.toHaveProperty('data');
    expect(bare).toMatchObject({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'select-1' } });
  });

  it('tells of what is there and of every change after it', async () => {
    const stop = new AbortController();
    const events: string[] = [];
    const watchLabel = { namespace, labelSelector: 'watched=yes' };
    await client.create(configMaps, configMap('watch-0', { labels: { watched: 'yes' } }));
    const onEvent = ({ type, object }: WatchEvent<ConfigMap>): void => {
      events.push(`${type} ${object.metadata.name}`);
    };
    const watching = client.watch(configMaps, watchLabel, onEvent, stop.signal);
    await expect.poll(() => events).toEqual(['ADDED watch-0']);
    await client.create(configMaps, configMap('watch-1', { labels: { watched: 'yes' } }));
    const target = { name: 'watch-0', namespace };
    await client.patch(configMaps, target, { type: 'merge', body: { data: { a: '1' } } });
    await client.delete(configMaps, target);
    await expect.poll(() => events).toEqual(['ADDED watch-0', 'ADDED watch-1', 'MODIFIED watch-0', 'DELETED watch-0']);
    stop.abort();
    await watching;
  });
});
