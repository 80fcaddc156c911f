import { beforeEach, describe, expect, it, vi } from 'vitest';
import { managedBy, migrationLabels } from '../../../domain/migration-names.ts';
import type { ConfigMap } from '../../../k8s/configmap.ts';
import { configMaps } from '../../../k8s/resource.ts';
import { ApiError } from '../../kube/api-error.ts';
import { MemoryCluster } from '../../kube/memory-cluster.fixture.ts';
import { MemoryFull, MemoryStore, MemoryUnreadable, mostEcosystems } from './memory-store.ts';
import { type Remembered, requestHash, withExecuted } from './remembered.ts';

const home = 'quay-migration';
const id = { namespace: 'tenant', uid: 'one' };
const executed = (...requests: string[]) => ({ executed: requests.map(requestHash) });
const remembering =
  (...requests: string[]) =>
  (before: Remembered) =>
    withExecuted(before, requests);

let cluster: MemoryCluster;
let store: MemoryStore;

beforeEach(() => {
  cluster = new MemoryCluster();
  store = new MemoryStore(cluster, { namespace: home, name: 'installation' });
});

function another(name = 'installation'): MemoryStore {
  return new MemoryStore(cluster, { namespace: home, name });
}

async function stored(): Promise<readonly ConfigMap[]> {
  return cluster.list(configMaps, { namespace: home });
}

async function only(): Promise<ConfigMap> {
  const [one, ...more] = await stored();
  if (one === undefined || more.length > 0) throw new Error('not one ConfigMap was stored');
  return one;
}

/** What is in the one ConfigMap, as if somebody had written it. */
async function fill(data: Readonly<Record<string, string | null>>): Promise<void> {
  cluster.edit(configMaps, { namespace: home, name: (await only()).metadata.name }, { data });
}

describe('what is remembered', () => {
  it('lies beside the service, one ConfigMap for each namespace, which says whose it is', async () => {
    expect(await store.read(id)).toEqual({ executed: [] });
    expect(await store.update(id, remembering('1'))).toEqual(executed('1'));
    const one = await only();
    expect(one).toMatchObject({ apiVersion: 'v1', kind: 'ConfigMap', data: { one: JSON.stringify(executed('1')) } });
    expect(one.metadata).toMatchObject({
      namespace: home,
      labels: { [migrationLabels.managedBy]: managedBy },
      annotations: { 'quay-migration/namespace': 'tenant' },
    });
    expect(one.metadata.name).toMatch(/^installation-memory-[0-9a-f]{16}$/);
    await store.update({ ...id, namespace: 'other' }, remembering('2'));
    expect(await stored()).toHaveLength(2);
    expect(await another().read(id)).toEqual(executed('1'));
    expect(await another().read({ ...id, uid: 'two' })).toEqual({ executed: [] });
  });

  it('is told of all namespaces of this installation, and of no other', async () => {
    await store.update(id, remembering('1'));
    await another('other').update({ ...id, namespace: 'theirs' }, remembering('1'));
    expect(await store.all()).toEqual([{ namespace: 'tenant', texts: { one: JSON.stringify(executed('1')) } }]);
    for (const { metadata } of await stored()) {
      const place = { namespace: home, name: metadata.name };
      cluster.edit(configMaps, place, { data: null, metadata: { annotations: null } });
    }
    expect(await store.all()).toEqual([{ namespace: '', texts: {} }]);
  });

  it('grows, and is not written when nothing is new', async () => {
    await store.update(id, remembering('1'));
    await store.update({ ...id, uid: 'two' }, remembering('2'));
    expect(await store.update(id, remembering('3'))).toEqual(executed('1', '3'));
    cluster.writes.length = 0;
    cluster.beforeWrite = () => {
      throw new Error('there is nothing to write');
    };
    expect(await store.update(id, remembering('3'))).toEqual(executed('1', '3'));
    expect(await another().update(id, remembering('3'))).toEqual(executed('1', '3'));
    expect(cluster.writes).toEqual([]);
    expect(await store.uids('tenant')).toEqual(['one', 'two']);
    expect(await store.uids('nowhere')).toEqual([]);
  });

  it('is not guessed where somebody has changed it', async () => {
    await store.update(id, remembering('1'));
    await fill({ torn: '{' });
    const torn = { ...id, uid: 'torn' };
    for (const read of [store.read(torn), store.recall(torn), another().update(torn, remembering('1'))]) {
      const error: unknown = await read.catch((thrown: unknown) => thrown);
      expect(error).toBeInstanceOf(MemoryUnreadable);
      expect(String(error)).toContain(`data[torn] of ConfigMap ${home}/`);
    }
    expect(await store.recall(id)).toEqual(executed('1'));
    await store.update(id, remembering('2'));
    expect((await only()).data?.torn).toBe('{');
  });
});

describe('replicas', () => {
  it('lose nothing of each other', async () => {
    await store.update(id, remembering('1'));
    const other = another();
    await other.recall(id);
    await store.update(id, remembering('2'));
    expect(await other.update(id, remembering('3'))).toEqual(executed('1', '2', '3'));
  });

  it('begin the same ConfigMap at once', async () => {
    const other = another();
    let first = true;
    cluster.beforeWrite = () => {
      if (!first) return;
      first = false;
      throw new ApiError(409, 'AlreadyExists', 'already exists');
    };
    expect(await other.update(id, remembering('1'))).toEqual(executed('1'));
  });

  it('give up when the API server is in trouble', async () => {
    cluster.beforeWrite = () => {
      throw new ApiError(500, 'InternalError', 'etcd is away');
    };
    await expect(store.update(id, remembering('1'))).rejects.toThrow('etcd is away');
    cluster.beforeWrite = () => undefined;
    await store.update(id, remembering('1'));
    await store.recall(id);
    let asked = 0;
    cluster.beforeWrite = () => {
      asked += 1;
      throw new ApiError(500, 'InternalError', 'etcd is away');
    };
    await expect(store.update(id, remembering('2'))).rejects.toThrow('etcd is away');
    expect(asked).toBe(1);
  });
});

describe('what was recalled a moment ago', () => {
  it('saves the read before the write, once', async () => {
    await store.update(id, remembering('1'));
    await store.recall(id);
    const get = vi.spyOn(cluster, 'get');
    await store.update(id, remembering('2'));
    expect(get).not.toHaveBeenCalled();
    // What was written is known as well.
    await store.update(id, remembering('3'));
    expect(get).not.toHaveBeenCalled();
    expect((await only()).data?.one).toBe(JSON.stringify(executed('1', '2', '3')));
  });

  it('proves nothing by itself: what seems to be remembered is read again', async () => {
    await store.update(id, remembering('1'));
    await store.recall(id);
    await another().forget('tenant', ['one']);
    expect(await store.update(id, remembering('1'))).toEqual(executed('1'));
    expect(await another().read(id)).toEqual(executed('1'));
  });

  it('may be full, torn or gone meanwhile, and the version of now is not', async () => {
    const torn = { ...id, uid: 'torn' };
    await store.update(id, remembering('1'));
    const many = Array.from({ length: mostEcosystems }, (_, number) => [`uid-${number}`, '{"executed":[]}'] as const);
    await fill(Object.fromEntries(many.slice(1)));
    await store.recall(id);
    await fill({ 'uid-7': null });
    expect(await store.update({ ...id, uid: 'new' }, remembering('1'))).toEqual(executed('1'));
    await fill({ torn: '{', 'uid-8': null });
    await store.recall(id);
    await fill({ torn: null });
    expect(await store.update(torn, remembering('1'))).toEqual(executed('1'));
    await store.recall(id);
    cluster.vanish(configMaps, { namespace: home, name: (await only()).metadata.name });
    expect(await store.update(id, remembering('9'))).toEqual(executed('9'));
  });

  it('is kept of a few namespaces: the one that was recalled first goes', async () => {
    const ids = Array.from({ length: 17 }, (_, number) => ({ namespace: `tenant-${number}`, uid: 'one' }));
    for (const one of ids) await another().update(one, remembering('1'));
    for (const one of ids) await store.recall(one);
    const get = vi.spyOn(cluster, 'get');
    for (const one of ids.slice(1).reverse()) await store.update(one, remembering('2'));
    expect(get).not.toHaveBeenCalled();
    await store.update(ids[0] ?? id, remembering('2'));
    expect(get).toHaveBeenCalledOnce();
  });

  it('is of one that was recalled anew when it is recalled once more', async () => {
    const ids = Array.from({ length: 16 }, (_, number) => ({ namespace: `tenant-${number}`, uid: 'one' }));
    for (const one of [...ids, id]) await another().update(one, remembering('1'));
    for (const one of ids) await store.recall(one);
    await store.recall(ids[0] ?? id);
    await store.recall(id);
    const get = vi.spyOn(cluster, 'get');
    await store.update(ids[0] ?? id, remembering('2'));
    expect(get).not.toHaveBeenCalled();
    await store.update(ids[1] ?? id, remembering('2'));
    expect(get).toHaveBeenCalledOnce();
  });
});

describe('room', () => {
  const fresh = { namespace: 'tenant', uid: 'fresh' };

  async function crowd(count: number, text = '{"executed":[]}'): Promise<void> {
    await store.update({ ...id, uid: 'uid-0' }, () => ({ executed: ['0'.repeat(16)] }));
    await fill(Object.fromEntries(Array.from({ length: count }, (_, number) => [`uid-${number}`, text])));
  }

  it('is for so many ecosystems of a namespace', async () => {
    await crowd(mostEcosystems - 1);
    expect(await store.recall(fresh)).toEqual({ executed: [] });
    await fill({ last: '{"executed":[]}' });
    const { name } = (await only()).metadata;
    for (const one of [store.recall(fresh), another().update(fresh, remembering('1'))]) {
      const error: unknown = await one.catch((thrown: unknown) => thrown);
      expect(error).toBeInstanceOf(MemoryFull);
      expect(String(error)).toContain(`ConfigMap ${home}/${name}, in which the service records`);
      expect(String(error)).toContain('namespace tenant, is full');
    }
    expect(await store.recall({ ...id, uid: 'last' })).toEqual({ executed: [] });
    expect(await store.update({ ...id, uid: 'last' }, remembering('1'))).toEqual(executed('1'));
    expect(await store.recall({ namespace: 'elsewhere', uid: 'fresh' })).toEqual({ executed: [] });
  });

  it('is for so many bytes of keys and texts', async () => {
    // Of 900 KiB, as UTF-8; a uid counts as well.
    await store.update(id, () => ({ executed: [], labelledBefore: true }));
    const left = 900 * 1024 - 'one'.length - JSON.stringify({ executed: [], labelledBefore: true }).length;
    await fill({ full: 'ä'.repeat((left - 4 - 6) / 2) });
    const rest = left - 4 - 2 * Math.floor((left - 4 - 6) / 2);
    await expect(store.recall({ ...id, uid: 'u'.repeat(rest) })).resolves.toEqual({ executed: [] });
    await expect(store.recall({ ...id, uid: 'u'.repeat(rest + 1) })).rejects.toThrow(MemoryFull);
  });
});

describe('ecosystems that are gone', () => {
  it('are forgotten, and the ConfigMap with the last of them', async () => {
    for (const uid of ['one', 'two', 'three']) await store.update({ ...id, uid }, remembering('1'));
    await store.forget('tenant', ['two', 'nobody']);
    expect(await store.uids('tenant')).toEqual(['one', 'three']);
    cluster.writes.length = 0;
    await store.forget('tenant', ['nobody']);
    await store.forget('nowhere', ['one']);
    expect(cluster.writes).toEqual([]);
    await store.forget('tenant', ['one', 'three']);
    expect(await stored()).toEqual([]);
  });

  it('are not forgotten over what came meanwhile', async () => {
    await store.update(id, remembering('1'));
    let once = true;
    cluster.beforeWrite = (verb, _resource, name) => {
      if (verb !== 'delete' || !once) return;
      once = false;
      cluster.edit(configMaps, { namespace: home, name }, { data: { two: JSON.stringify(executed('2')) } });
    };
    await store.forget('tenant', ['one']);
    expect(await store.uids('tenant')).toEqual(['two']);
  });

  it('may have nothing in their ConfigMap any more', async () => {
    await store.update(id, remembering('1'));
    await fill({ one: null });
    cluster.edit(configMaps, { namespace: home, name: (await only()).metadata.name }, { data: null });
    cluster.writes.length = 0;
    await store.forget('tenant', ['one']);
    expect(cluster.writes).toEqual([]);
    expect(await store.uids('tenant')).toEqual([]);
    expect(await store.recall(id)).toEqual({ executed: [] });
  });
});
