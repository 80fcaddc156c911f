import { afterEach, describe, expect, it } from 'vitest';
import { decodeBase64, encodeBase64 } from '../../src/domain/config/base64.ts';
import type { OwnerReference } from '../../src/k8s/object.ts';
import type { PersistentVolumeClaim } from '../../src/k8s/persistentvolumeclaim.ts';
import * as kinds from '../../src/k8s/resource.ts';
import type { Route } from '../../src/k8s/route.ts';
import type { Service } from '../../src/k8s/service.ts';
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

/** An object that the new owner's object must not disturb: it is there as long as the test. */
async function otherOwner(registry: RegistryCase): Promise<OwnerReference> {
  const owner = await registry.client.create(kinds.configMaps, registry.object('ConfigMap', 'old-owner'));
  return { apiVersion: 'v1', kind: 'ConfigMap', name: 'old-owner', uid: owner.metadata.uid ?? '', controller: true };
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

  it('a Route of somebody else is taken over before any pod of the new registry is there', async () => {
    const registry = await RegistryCase.begin();
    const owner = await otherOwner(registry);
    const route: Route = {
      apiVersion: 'route.openshift.io/v1',
      kind: 'Route',
      metadata: { name: 'reg-quay', namespace: registry.namespace, ownerReferences: [owner], labels: { old: 'yes' } },
      spec: {
        host: `old-${registry.namespace}.apps.local`,
        path: '/',
        to: { kind: 'Service', name: 'reg-quay' },
        port: { targetPort: 8443 },
        tls: { termination: 'passthrough' },
      },
    };
    const { metadata } = await registry.client.create(kinds.routes, route);
    // Nothing comes after the databases.
    await registry.faults({ databaseNeverReady: 'true' });
    await registry.create({});
    const taken = await registry.until('a Route that leads to the new Service', async () => {
      const found = await registry.get(kinds.routes, 'reg-quay');
      return found.spec?.to?.name === 'reg-quay-app' ? found : undefined;
    });
    expect(taken.metadata.uid).toBe(metadata.uid);
    expect(taken.metadata.labels).toMatchObject({ old: 'yes', 'quay-operator/quayregistry': 'reg' });
    expect(taken.metadata.ownerReferences?.map(({ kind, controller }) => [kind, controller])).toEqual([
      ['ConfigMap', true],
      ['QuayRegistry', undefined],
    ]);
    expect(taken.spec).toMatchObject({
      host: registry.host,
      path: '/',
      port: { targetPort: 'http' },
      tls: { termination: 'edge', insecureEdgeTerminationPolicy: 'Redirect' },
    });
    expect(await registry.find(kinds.deployments, 'reg-quay-app')).toBeUndefined();
  });

  it('a Service called like quay-app’s loses type and selector and keeps its own ports', async () => {
    const registry = await RegistryCase.begin();
    const service: Service = {
      ...registry.object('Service', 'reg-quay-app'),
      spec: {
        type: 'LoadBalancer',
        selector: { old: 'yes' },
        ports: [
          { name: 'https', port: 443, targetPort: 9443 },
          { name: 'extra', port: 1234 },
        ],
      },
    };
    await registry.client.create(kinds.services, service);
    await registry.create({});
    const taken = await registry.until('a Service of type ClusterIP', async () => {
      const found = await registry.get(kinds.services, 'reg-quay-app');
      return found.spec?.type === 'ClusterIP' ? found : undefined;
    });
    const ports = Object.fromEntries(taken.spec?.ports?.map(({ port, targetPort }) => [port, targetPort]) ?? []);
    expect(ports).toMatchObject({ 443: 8443, 80: 8080, 1234: 1234 });
    expect(taken.spec?.selector).toMatchObject({ 'quay-component': 'quay-app' });
  });

  it('a Secret that shares the prefix of the rendered ones is deleted', async () => {
    const registry = await RegistryCase.begin();
    await registry.client.create(kinds.secrets, registry.object('Secret', 'reg-quay-config-secret-mine'));
    await registry.create({});
    await registry.until('end of the Secret', async () =>
      (await registry.find(kinds.secrets, 'reg-quay-config-secret-mine')) === undefined ? true : undefined,
    );
    expect(await registry.find(kinds.secrets, 'bundle')).toBeDefined();
  });
});
