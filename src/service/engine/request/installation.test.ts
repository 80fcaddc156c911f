import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { ObjectMeta } from '../../../k8s/object.ts';
import { configMaps, quayEcosystems } from '../../../k8s/resource.ts';
import { ApiError } from '../../kube/api-error.ts';
import { MemoryCluster } from '../../kube/memory-cluster.fixture.ts';
import { requestersIn } from './requesters.ts';
import { type Installation, openInstallation } from './installation.ts';
import { MemoryStore, mostEcosystems } from '../memory/memory-store.ts';
import { requestHash, withExecuted } from '../memory/remembered.ts';

const place = { namespace: 'quay-migration', name: 'installation' };
const labels = { 'quay-operator/migrate': 'true' };

let cluster: MemoryCluster;

beforeEach(() => {
  cluster = new MemoryCluster();
  cluster.seed(configMaps, { apiVersion: 'v1', kind: 'ConfigMap', metadata: { ...place, uid: 'installation-uid' } });
});

function opened(watched: readonly string[] = []): Promise<Installation> {
  return openInstallation(cluster, { ...place, watched });
}

function ecosystem(uid: string, metadata: Partial<ObjectMeta> = { labels }): { namespace: string; uid: string } {
  const { namespace = 'tenant' } = metadata;
  cluster.seed(quayEcosystems, {
    apiVersion: 'redhatcop.redhat.io/v1alpha1',
    kind: 'QuayEcosystem',
    metadata: { name: uid, uid, ...metadata, namespace },
  });
  return { namespace, uid };
}

const data = () => cluster.peek(configMaps, place)?.data;
const store = () => new MemoryStore(cluster, place);

describe('the first start', () => {
  it('records which labels are older, once', async () => {
    const [old, bare] = [ecosystem('old'), ecosystem('bare', {})];
    const first = await opened();
    expect(first.uid).toBe('installation-uid');
    expect(await first.recall(old)).toEqual({ executed: [], labelledBefore: true });
    expect(await first.recall(bare)).toEqual({ executed: [] });
    expect(await store().uids('tenant')).toEqual(['old']);
    expect(data()).toEqual({ labelsRecorded: 'true' });
    const later = ecosystem('later');
    cluster.writes.length = 0;
    expect(await (await opened()).recall(later)).toEqual({ executed: [] });
    expect(cluster.writes).toEqual([]);
  });

  it('takes over what an earlier version has remembered, instead of the labels of now', async () => {
    const [done, old, fresh] = [ecosystem('done'), ecosystem('old'), ecosystem('fresh')];
    const earlier = {
      executedRequests: JSON.stringify({ done: ['label', '2'] }),
      labelledBefore: JSON.stringify(['old']),
      'asked-by.7': 'alice',
      kept: 'by somebody',
    };
    cluster.edit(configMaps, place, { data: earlier });
    const installation = await opened();
    expect(await installation.recall(done)).toEqual({ executed: ['label', '2'].map(requestHash) });
    expect(await installation.recall(old)).toEqual({ executed: [], labelledBefore: true });
    expect(await installation.recall(fresh)).toEqual({ executed: [] });
    expect(data()).toEqual({ labelsRecorded: 'true', kept: 'by somebody' });
  });

  it('takes over what was executed where nobody had noted labels', async () => {
    const done = ecosystem('done');
    cluster.edit(configMaps, place, { data: { executedRequests: JSON.stringify({ done: ['1'] }) } });
    expect(await (await opened()).recall(done)).toEqual({ executed: [requestHash('1')], labelledBefore: true });
  });

  it('guesses nothing, and fails without the ConfigMap of the chart', async () => {
    cluster.edit(configMaps, place, { data: { labelledBefore: '{}' } });
    await expect(opened()).rejects.toThrow(/labelledBefore/);
    expect(data()).toEqual({ labelledBefore: '{}' });
    cluster.vanish(configMaps, place);
    await expect(opened()).rejects.toThrow('ConfigMap quay-migration/installation is missing');
  });

  it('is not recorded twice, by two that start at once', async () => {
    ecosystem('old');
    cluster.beforeWrite = (verb) => {
      if (verb === 'patch') cluster.edit(configMaps, place, { data: { by: 'another' } });
    };
    await expect(opened()).rejects.toThrow(/modified/);
  });

  it('goes on where there is no room for all, and stops at anything else', async () => {
    for (let number = 0; number <= mostEcosystems; number += 1) ecosystem(`uid-${number}`);
    await opened();
    expect(await store().uids('tenant')).toHaveLength(mostEcosystems);
    cluster.edit(configMaps, place, { data: null });
    cluster.edit(configMaps, place, { data: { executedRequests: JSON.stringify({ 'uid-0': ['1'] }) } });
    cluster.beforeWrite = (verb) => {
      if (verb === 'update') throw new ApiError(500, 'InternalError', 'etcd is away');
    };
    await expect(opened()).rejects.toThrow('etcd is away');
    expect(data()).not.toHaveProperty('labelsRecorded');
  });
});

describe('each start', () => {
  it('forgets what is gone, in the namespaces that it watches', async () => {
    const [gone, stays] = [ecosystem('gone'), ecosystem('stays')];
    const elsewhere = ecosystem('elsewhere', { labels, namespace: 'elsewhere' });
    await opened();
    for (const name of ['gone', 'elsewhere']) {
      for (const namespace of ['tenant', 'elsewhere']) cluster.vanish(quayEcosystems, { namespace, name });
    }
    await opened(['tenant']);
    expect(await store().uids('tenant')).toEqual(['stays']);
    expect(await store().uids('elsewhere')).toEqual(['elsewhere']);
    await opened();
    expect(await store().uids('elsewhere')).toEqual([]);
    expect(await store().read(stays)).toMatchObject({ labelledBefore: true });
    for (const id of [gone, elsewhere]) expect(await store().read(id)).toEqual({ executed: [] });
  });

  it('looks only into the namespaces that it watches', async () => {
    ecosystem('near');
    ecosystem('far', { labels, namespace: 'far' });
    const list = vi.spyOn(cluster, 'list');
    await opened(['tenant', 'other']);
    expect(list.mock.calls.filter(([{ kind }]) => kind === 'QuayEcosystem').map(([, selection]) => selection)).toEqual([
      { namespace: 'tenant' },
      { namespace: 'other' },
    ]);
    expect(await store().uids('far')).toEqual([]);
    expect(await store().uids('tenant')).toEqual(['near']);
  });

  it('sees that a label was taken away meanwhile', async () => {
    const old = ecosystem('old');
    await opened();
    cluster.edit(quayEcosystems, { namespace: 'tenant', name: 'old' }, { metadata: { labels: null } });
    expect(await (await opened()).recall(old)).toEqual({ executed: [] });
  });

  it('is not stopped by what somebody has torn', async () => {
    const old = ecosystem('old');
    await opened();
    for (const { metadata } of await cluster.list(configMaps)) {
      if (metadata.name !== place.name)
        cluster.edit(configMaps, { ...metadata, namespace: place.namespace }, { data: { old: '{' } });
    }
    await expect((await opened()).recall(old)).rejects.toThrow(/data\[old\] of ConfigMap .* was edited/);
  });
});

describe('what is remembered', () => {
  it('is written once, however often it is said', async () => {
    const one = ecosystem('one', {});
    const installation = await opened();
    await installation.remember(one, ['1', '2']);
    const get = vi.spyOn(cluster, 'get');
    cluster.writes.length = 0;
    await installation.remember(one, ['1', '2']);
    await installation.remember(one, []);
    expect(get).not.toHaveBeenCalled();
    await installation.remember(one, ['2', '3']);
    expect(cluster.writes).toHaveLength(1);
    expect(await installation.recall(one)).toEqual({ executed: ['1', '2', '3'].map(requestHash) });
    // The next service knows it without asking.
    const next = await opened();
    get.mockClear();
    await next.remember(one, ['3']);
    expect(get).not.toHaveBeenCalled();
  });

  it('forgets an old label, once', async () => {
    const [old, fresh] = [ecosystem('old'), ecosystem('fresh', {})];
    const installation = await opened();
    cluster.writes.length = 0;
    await installation.forgetLabel(fresh);
    expect(cluster.writes).toEqual([]);
    await installation.forgetLabel(old);
    expect(await installation.recall(old)).toEqual({ executed: [] });
    const get = vi.spyOn(cluster, 'get');
    await installation.forgetLabel(old);
    expect(get).not.toHaveBeenCalled();
    expect(cluster.writes).toHaveLength(1);
  });

  it('is forgotten of what is gone, and of nothing else', async () => {
    const [gone, stays] = [ecosystem('gone'), ecosystem('stays')];
    const installation = await opened();
    await installation.remember(gone, ['1']);
    cluster.writes.length = 0;
    await installation.forgetGone('tenant');
    const list = vi.spyOn(cluster, 'list');
    await installation.forgetGone('nowhere');
    expect(list).not.toHaveBeenCalled();
    expect(cluster.writes).toEqual([]);
    cluster.vanish(quayEcosystems, { namespace: 'tenant', name: 'gone' });
    ecosystem('gone', { labels, namespace: 'elsewhere' });
    await installation.forgetGone('tenant');
    expect(await store().uids('tenant')).toEqual(['stays']);
    expect(await store().read(stays)).toMatchObject({ labelledBefore: true });
    // One that is restored is asked about anew.
    cluster.writes.length = 0;
    await installation.forgetLabel(gone);
    expect(cluster.writes).toEqual([]);
    await installation.remember(gone, ['1']);
    expect(await store().read(gone)).toEqual({ executed: [requestHash('1')] });
  });

  it('knows who asked for rollbacks', async () => {
    const one = ecosystem('one');
    const installation = await opened();
    await requestersIn(store(), 'rolledBackBy').remember(one, '1', 'alice');
    expect(await installation.rollbackRequesters.pending(one, '1')).toBe('alice');
    await installation.rollbackRequesters.forget(one, '1');
    expect(await installation.rollbackRequesters.pending(one, '1')).toBeUndefined();
    await store().update(one, (memory) => withExecuted(memory, ['1']));
  });
});
