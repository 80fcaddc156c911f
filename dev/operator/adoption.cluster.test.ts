import { afterEach, describe, expect, it } from 'vitest';
import { decodeBase64, encodeBase64 } from '../../src/domain/config/base64.ts';
import type { PersistentVolumeClaim } from '../../src/k8s/persistentvolumeclaim.ts';
import * as kinds from '../../src/k8s/resource.ts';
import { RegistryCase } from './registry-case.fixture.ts';

const keysName = 'reg-quay-registry-managed-secret-keys';
const claimName = 'reg-quay-postgres-13';

function encoded(data: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(data).map(([key, value]) => [key, encodeBase64(value)]));
}

async function makeClaim(
  registry: RegistryCase,
  spec: { readonly storage: string; readonly storageClassName?: string; readonly accessMode?: string },
): Promise<PersistentVolumeClaim> {
  const { storage, storageClassName = 'standard', accessMode = 'ReadWriteOnce' } = spec;
  const claim = await registry.client.create(kinds.persistentVolumeClaims, {
    ...registry.object('PersistentVolumeClaim', claimName),
    spec: { accessModes: [accessMode], storageClassName, resources: { requests: { storage } } },
  });
  await registry.until('a bound claim', async () => {
    const { status } = await registry.get(kinds.persistentVolumeClaims, claimName);
    return status?.phase === 'Bound' ? true : undefined;
  });
  return claim;
}

afterEach(() => RegistryCase.endAll());

describe('what is there before the registry', () => {
  it('a volume of the size that is asked for is adopted, and so are the keys, value by value', async () => {
    const registry = await RegistryCase.begin();
    await registry.prepareCaConfigMaps();
    const claim = await makeClaim(registry, { storage: '80Gi' });
    const stored = {
      SECRET_KEY: 'stored',
      DB_URI: 'postgresql://quay:p%40ss@reg-quay-database:5432/quaydb',
      DB_ROOT_PW: 'root',
      CLAIR_DB_USER: 'clair',
      CLAIR_DB_PASSWORD: 'clair-password',
      OUR_EXTRA: 'ours',
    };
    const secret = registry.object('Secret', keysName);
    const keys = await registry.client.create(kinds.secrets, { ...secret, type: 'Opaque', data: encoded(stored) });
    const { metadata } = await registry.create({ overrides: { postgres: { volumeSize: '80Gi' } } });
    await registry.untilAvailable();

    const owner = { apiVersion: 'quay.redhat.com/v1', kind: 'QuayRegistry', name: 'reg', uid: metadata.uid };
    const adopted = await registry.get(kinds.persistentVolumeClaims, claimName);
    expect(adopted.metadata.uid).toBe(claim.metadata.uid);
    expect(adopted.metadata.ownerReferences).toEqual([owner]);
    expect(adopted.metadata.labels).toMatchObject({
      'quay-component': 'postgres',
      'quay-operator/quayregistry': 'reg',
    });
    const after = await registry.get(kinds.secrets, keysName);
    expect(after.metadata.uid).toBe(keys.metadata.uid);
    expect(after.metadata.ownerReferences).toEqual([owner]);
    const values = Object.fromEntries(
      Object.entries(after.data ?? {}).map(([key, value]) => [key, decodeBase64(value)]),
    );
    expect(values).toMatchObject({
      ...stored,
      SECRET_KEY: '1'.repeat(77),
      DATABASE_SECRET_KEY: '2'.repeat(77),
      CLAIR_DB_NAME: 'postgres',
      CLAIR_DB_ROOT_PW: expect.any(String) as string,
    });
    expect(Object.keys(values)).toHaveLength(10);
    const all = await registry.client.list(kinds.secrets, { namespace: registry.namespace });
    const database = all.find((one) => /^reg-postgres-config-secret-[0-9a-f]{10}$/.test(one.metadata.name));
    expect(decodeBase64(database?.data?.['database-password'] ?? '')).toBe('p@ss');
  });

  it.each([
    ['larger than what is asked for', { storage: '80Gi' }, {}, 'field can not be less than status.capacity'],
    [
      'that does not grow',
      { storage: '20Gi', storageClassName: 'fixed' },
      {},
      'only dynamically provisioned pvc can be resized',
    ],
    ['that many may write', { storage: '50Gi', accessMode: 'ReadWriteMany' }, {}, 'spec is immutable after creation'],
    [
      'of another class',
      { storage: '50Gi' },
      { postgres: { storageClassName: 'fixed' } },
      'spec is immutable after creation',
    ],
  ])('a volume %s blocks in the API server’s words', async (_name, claim, overrides, message) => {
    const registry = await RegistryCase.begin();
    await makeClaim(registry, claim);
    await registry.create({ overrides });
    const blocked = await registry.untilCondition({
      type: 'RolloutBlocked',
      status: 'True',
      reason: 'ComponentCreationFailed',
      message,
    });
    expect(blocked.message).toMatch(new RegExp(`^error creating/updating object PersistentVolumeClaim ${claimName}: `));
    expect(await registry.find(kinds.deployments, 'reg-quay-database')).toBeUndefined();
  });

  it('a small volume of a class that grows is grown', async () => {
    const registry = await RegistryCase.begin();
    const { metadata } = await makeClaim(registry, { storage: '20Gi' });
    await registry.create({});
    const grown = await registry.until('a larger claim', async () => {
      const claim = await registry.get(kinds.persistentVolumeClaims, claimName);
      return claim.spec?.resources?.requests?.storage === '50Gi' ? claim : undefined;
    });
    expect(grown.metadata.uid).toBe(metadata.uid);
  });

  it('immutable keys block', async () => {
    const registry = await RegistryCase.begin();
    const secret = { ...registry.object('Secret', keysName), immutable: true };
    await registry.client.create(kinds.secrets, { ...secret, data: encoded({ SECRET_KEY: 'stored' }) });
    await registry.create({});
    await registry.untilCondition({ type: 'RolloutBlocked', status: 'True', message: `Secret ${keysName}: ` });
  });
});
