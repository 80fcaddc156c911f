import { beforeEach, describe, expect, it } from 'vitest';
import { testCluster } from '../../../../dev/checks/cluster-context.ts';
import type { ConfigMap } from '../../../k8s/configmap.ts';
import { configMaps } from '../../../k8s/resource.ts';
import type { KubeClient } from '../../kube/client.ts';
import { MemoryFull, MemoryStore, MemoryUnreadable, mostEcosystems } from './memory-store.ts';
import { requestHash, withExecuted, withPending } from './remembered.ts';

const name = 'installation';

let client: KubeClient;
let home: string;
let store: MemoryStore;

beforeEach(async () => {
  client = testCluster().client('admin');
  home = await testCluster().createNamespace('memory');
  store = new MemoryStore(client, { namespace: home, name });
});

async function only(): Promise<ConfigMap> {
  const [one, ...more] = await stored();
  if (one === undefined || more.length > 0) throw new Error('not one ConfigMap was stored');
  return one;
}

async function stored(): Promise<readonly ConfigMap[]> {
  const labelSelector = 'app.kubernetes.io/managed-by=quay-migration-plugin';
  return client.list(configMaps, { namespace: home, labelSelector });
}

describe('MemoryStore', () => {
  it('loses nothing of many writers at once, of any replica', async () => {
    const ids = Array.from({ length: 20 }, (_, number) => ({ namespace: 'tenant', uid: `uid-${number}` }));
    await Promise.all(
      ids.flatMap((id) => {
        const replica = new MemoryStore(client, { namespace: home, name });
        return [
          store.update(id, (memory) => withExecuted(memory, ['1'])),
          replica.update(id, (memory) => withPending(memory, 'startedBy', '2', 'alice')),
        ];
      }),
    );
    for (const id of ids) {
      expect(await store.read(id)).toEqual({
        executed: [requestHash('1')],
        startedBy: { [requestHash('2')]: 'alice' },
      });
    }
    expect(await stored()).toHaveLength(1);
  });

  it('has one for each namespace, which says whose it is, and knows them from those of another installation', async () => {
    const other = new MemoryStore(client, { namespace: home, name: 'other' });
    const remember = (of: MemoryStore, namespace: string) =>
      of.update({ namespace, uid: 'uid' }, (memory) => withExecuted(memory, [namespace]));
    await Promise.all([remember(store, 'one'), remember(store, 'two'), remember(other, 'three')]);
    expect((await store.all()).map(({ namespace }) => namespace).sort()).toEqual(['one', 'two']);
    expect((await other.all()).map(({ namespace }) => namespace)).toEqual(['three']);
    expect(await store.read({ namespace: 'two', uid: 'uid' })).toEqual({ executed: [requestHash('two')] });
    expect(await store.read({ namespace: 'three', uid: 'uid' })).toEqual({ executed: [] });
  });

  it('is full for one namespace alone, and has room again when an ecosystem is forgotten', async () => {
    await store.update({ namespace: 'full', uid: 'uid-0' }, (memory) => withExecuted(memory, ['1']));
    const configMap = await only();
    const data = Array.from({ length: mostEcosystems }, (_, number) => [`uid-${number}`, '{"executed":[]}'] as const);
    await client.replace(configMaps, { ...configMap, data: Object.fromEntries(data) });
    const fresh = { namespace: 'full', uid: 'fresh' };
    await expect(store.recall(fresh)).rejects.toThrow(MemoryFull);
    await expect(store.update(fresh, (memory) => withExecuted(memory, ['1']))).rejects.toThrow(
      /namespace full, is full/,
    );
    expect(await store.recall({ namespace: 'full', uid: 'uid-7' })).toEqual({ executed: [] });
    expect(await store.recall({ namespace: 'other', uid: 'fresh' })).toEqual({ executed: [] });
    await store.forget('full', ['uid-7']);
    expect(await store.recall(fresh)).toEqual({ executed: [] });
    await store.update(fresh, (memory) => withExecuted(memory, ['1']));
  });

  it('holds what the largest namespace may ask for', async () => {
    const most = Array.from({ length: 100 }, (_, number) => `request-${number}`);
    let memory = withExecuted({ executed: [] }, most);
    for (const request of ['a', 'b', 'c']) {
      memory = withPending(memory, 'startedBy', request, 'u'.repeat(253));
      memory = withPending(memory, 'rolledBackBy', request, 'u'.repeat(253));
    }
    const text = JSON.stringify(memory);
    await store.update({ namespace: 'large', uid: 'first' }, () => memory);
    const configMap = await only();
    const data = Array.from({ length: mostEcosystems - 2 }, (_, number) => [`uid-${number}`, text] as const);
    await client.replace(configMaps, { ...configMap, data: Object.fromEntries(data) });
    await store.update({ namespace: 'large', uid: 'last' }, () => memory);
    expect(await store.read({ namespace: 'large', uid: 'last' })).toEqual(memory);
  });

  it('does not guess where somebody has changed it, and keeps what it cannot read', async () => {
    await store.update({ namespace: 'tenant', uid: 'one' }, (memory) => withExecuted(memory, ['1']));
    const configMap = await only();
    await client.replace(configMaps, { ...configMap, data: { ...configMap.data, torn: '{' } });
    await expect(store.recall({ namespace: 'tenant', uid: 'torn' })).rejects.toThrow(MemoryUnreadable);
    await store.update({ namespace: 'tenant', uid: 'one' }, (memory) => withExecuted(memory, ['2']));
    expect((await stored())[0]?.data?.torn).toBe('{');
  });

  it('takes nothing for true that it recalled a while ago', async () => {
    const id = { namespace: 'tenant', uid: 'one' };
    const other = new MemoryStore(client, { namespace: home, name });
    await store.update(id, (memory) => withExecuted(memory, ['1']));
    await store.recall(id);
    await other.update(id, (memory) => withExecuted(memory, ['2']));
    expect((await store.update(id, (memory) => withExecuted(memory, ['2']))).executed).toHaveLength(2);
    await store.recall(id);
    await other.forget('tenant', ['one']);
    expect((await store.update(id, (memory) => withExecuted(memory, ['3']))).executed).toEqual([requestHash('3')]);
    expect(await other.read(id)).toEqual({ executed: [requestHash('3')] });
  });

  it('goes with the last ecosystem', async () => {
    for (const uid of ['one', 'two']) {
      await store.update({ namespace: 'tenant', uid }, (memory) => withExecuted(memory, ['1']));
    }
    await store.forget('tenant', ['one']);
    expect(await store.uids('tenant')).toEqual(['two']);
    await store.forget('tenant', ['two', 'three']);
    expect(await stored()).toEqual([]);
    await store.forget('tenant', ['two']);
  });
});
