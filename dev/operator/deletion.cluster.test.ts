import { afterEach, describe, expect, it } from 'vitest';
import * as kinds from '../../src/k8s/resource.ts';
import { RegistryCase } from './registry-case.fixture.ts';

const owned: readonly (readonly [kinds.Resource, string])[] = [
  [kinds.deployments, 'reg-quay-app'],
  [kinds.deployments, 'reg-quay-database'],
  [kinds.persistentVolumeClaims, 'reg-quay-postgres-13'],
  [kinds.secrets, 'reg-quay-registry-managed-secret-keys'],
  [kinds.routes, 'reg-quay'],
  [kinds.jobs, 'reg-quay-app-upgrade'],
];

async function untilGone(registry: RegistryCase, resource: kinds.Resource, name: string): Promise<void> {
  await registry.until(`end of ${resource.kind} ${name}`, async () =>
    (await registry.find(resource, name)) === undefined ? true : undefined,
  );
}

afterEach(() => RegistryCase.endAll());

describe('the end of a registry', () => {
  it('takes all that it owned, but not the bundle; nothing moves while the operator is away', async () => {
    const registry = await RegistryCase.begin();
    await registry.prepareCaConfigMaps();
    await registry.create({});
    await registry.until('finalizer', async () => (await registry.registry()).metadata.finalizers?.[0]);
    await registry.faults({ operatorDown: 'true' });
    await registry.client.delete(kinds.quayRegistries, { name: 'reg', namespace: registry.namespace });
    await new Promise((resolve) => setTimeout(resolve, 2000));
    expect((await registry.registry()).metadata.deletionTimestamp).toBeDefined();
    for (const [resource, name] of owned) expect(await registry.find(resource, name), name).toBeDefined();

    await registry.faults({});
    await untilGone(registry, kinds.quayRegistries, 'reg');
    for (const [resource, name] of owned) await untilGone(registry, resource, name);
    expect(await registry.find(kinds.secrets, 'bundle')).toBeDefined();
  });

  it('without a finished roll-out knows no finalizer, and leaves what was not applied', async () => {
    const registry = await RegistryCase.begin();
    const keys = registry.object('Secret', 'reg-quay-registry-managed-secret-keys');
    await registry.client.create(kinds.secrets, keys);
    await registry.create({ config: { DB_URI: 'postgresql://somewhere/db' } });
    await registry.untilCondition({ type: 'RolloutBlocked', status: 'True' });
    expect((await registry.registry()).metadata.finalizers).toBeUndefined();
    await registry.client.delete(kinds.quayRegistries, { name: 'reg', namespace: registry.namespace });
    await untilGone(registry, kinds.quayRegistries, 'reg');
    const left = await registry.get(kinds.secrets, keys.metadata.name);
    expect(left.metadata.ownerReferences).toBeUndefined();
  });

  it('is not the end of a volume and keys that were detached; the next registry takes them', async () => {
    const registry = await RegistryCase.begin();
    await registry.prepareCaConfigMaps();
    await registry.create({});
    await registry.until('finalizer', async () => (await registry.registry()).metadata.finalizers?.[0]);
    const kept: readonly (readonly [kinds.Resource, string])[] = [
      [kinds.persistentVolumeClaims, 'reg-quay-postgres-13'],
      [kinds.secrets, 'reg-quay-registry-managed-secret-keys'],
    ];
    const uidsOf = () =>
      Promise.all(kept.map(async ([resource, name]) => (await registry.get(resource, name)).metadata.uid));
    const uids = await uidsOf();
    await registry.client.delete(kinds.quayRegistries, { name: 'reg', namespace: registry.namespace });
    const body = { metadata: { ownerReferences: null } };
    for (const [resource, name] of kept) {
      await registry.client.patch(resource, { name, namespace: registry.namespace }, { type: 'merge', body });
    }
    await untilGone(registry, kinds.quayRegistries, 'reg');
    await untilGone(registry, kinds.deployments, 'reg-quay-app');
    await registry.create({});
    await registry.untilAvailable();
    expect(await uidsOf()).toEqual(uids);
  });
});
