import pg from 'pg';
import { afterEach, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { decodeBase64 } from '../../src/domain/config/base64.ts';
import type { Condition } from '../../src/k8s/condition.ts';
import type { QuayRegistry } from '../../src/k8s/quayregistry.ts';
import * as kinds from '../../src/k8s/resource.ts';
import { testCluster } from '../checks/cluster-context.ts';
import { RegistryCase } from './registry-case.fixture.ts';

/** All that a registry said of itself, in order. */
function record(registry: RegistryCase): { readonly seen: QuayRegistry[]; stop: () => void } {
  const end = new AbortController();
  const seen: QuayRegistry[] = [];
  const { namespace, client } = registry;
  void client.watch(kinds.quayRegistries, { namespace }, ({ object }) => seen.push(object), end.signal);
  return {
    seen,
    stop: () => {
      end.abort();
    },
  };
}

function told(registry: QuayRegistry, type: string): Condition | undefined {
  return registry.status?.conditions?.find((condition) => condition.type === type);
}

const revision = 'SELECT version_num FROM alembic_version';

async function databaseAnswers(registry: RegistryCase, sql: string): Promise<unknown> {
  const keys = await registry.get(kinds.secrets, 'reg-quay-registry-managed-secret-keys');
  const uri = new URL(decodeBase64(keys.data?.DB_URI ?? ''));
  const client = new pg.Client({
    host: await testCluster().addressOf(registry.namespace, uri.hostname),
    user: uri.username,
    password: uri.password,
    database: uri.pathname.slice(1),
  });
  await client.connect();
  const { rows } = await client.query<Record<string, unknown>>(sql);
  await client.end();
  return Object.values(rows[0] ?? {})[0];
}

afterEach(() => RegistryCase.endAll());

describe('a fresh registry', () => {
  it('comes up in the operator’s order, and Quay runs on the database that was made for it', async () => {
    const registry = await RegistryCase.begin();
    await registry.prepareCaConfigMaps();
    const recording = record(registry);
    await registry.create({});
    const available = await registry.untilAvailable();
    recording.stop();
    const { seen } = recording;

    expect(available.metadata.generation).toBe(1);
    expect(available.metadata.finalizers).toEqual(['quay-operator/finalizer']);
    expect(available.status).toMatchObject({
      currentVersion: 'v3.17.4',
      registryEndpoint: `https://${registry.host}`,
      observedGeneration: 1,
    });

    const first = (wanted: (one: QuayRegistry) => boolean): number => {
      const index = seen.findIndex(wanted);
      expect(index).toBeGreaterThanOrEqual(0);
      return index;
    };
    const endpoint = first((one) => one.status?.registryEndpoint !== undefined);
    const migrating = first((one) => told(one, 'ComponentsCreated')?.reason === 'MigrationsInProgress');
    const version = first((one) => one.status?.currentVersion !== undefined);
    const created = first((one) => told(one, 'ComponentsCreated')?.status === 'True');
    const ready = first((one) => told(one, 'Available')?.status === 'True');
    expect(endpoint).toBeLessThanOrEqual(migrating);
    expect(migrating).toBeLessThan(version);
    expect(version).toBe(created);
    const held = first((one) => one.metadata.finalizers !== undefined);
    expect(version).toBeLessThan(held);
    expect(held).toBeLessThan(ready);
    expect(version).toBeLessThan(ready);
    expect(seen.some((one) => told(one, 'RolloutBlocked')?.status === 'True')).toBe(false);
    expect(told(seen[first((one) => one.status?.conditions !== undefined)] ?? available, 'RolloutBlocked')).toBe(
      undefined,
    );

    expect(await databaseAnswers(registry, revision)).toBe('c3d4e5f6a7b8');
    // The mirror is made beside the upgrade, and its init container tries until quay-app answers.
    const [mirror] = await registry.client.list(kinds.pods, {
      namespace: registry.namespace,
      labelSelector: 'quay-component=quay-mirror',
    });
    expect(mirror?.status?.initContainerStatuses?.[0]?.restartCount).toBeGreaterThan(0);
    expect(mirror?.status?.containerStatuses?.[0]?.state?.running).toBeDefined();

    const trigrams = `SELECT count(*)::integer FROM pg_extension WHERE extname = 'pg_trgm'`;
    expect(await databaseAnswers(registry, trigrams)).toBe(1);
  });

  it('gets pods with the bundle’s configuration, the keys, and what the components write over it', async () => {
    const registry = await RegistryCase.begin();
    await registry.prepareCaConfigMaps();
    await registry.create({
      config: { FEATURE_REPO_MIRROR: false },
      unmanaged: ['objectstorage', 'monitoring', 'clair'],
    });
    const app = await registry.until('quay-app', () => registry.find(kinds.deployments, 'reg-quay-app'));
    expect(app.spec?.replicas).toBe(0);
    expect(app.metadata.ownerReferences).toEqual([
      {
        apiVersion: 'quay.redhat.com/v1',
        kind: 'QuayRegistry',
        name: 'reg',
        uid: (await registry.registry()).metadata.uid,
      },
    ]);
    const [config] = app.spec?.template?.spec?.volumes ?? [];
    const source = config?.projected?.sources?.[0]?.secret?.name ?? '';
    expect(source).toMatch(/^reg-quay-config-secret-[0-9a-f]{10}$/);
    const secret = await registry.get(kinds.secrets, source);
    const rendered = parse(decodeBase64(secret.data?.['config.yaml'] ?? ''), { version: '1.1' }) as unknown;
    expect(rendered).toMatchObject({
      SECRET_KEY: '1'.repeat(77),
      DATABASE_SECRET_KEY: '2'.repeat(77),
      FEATURE_REPO_MIRROR: true,
      SERVER_HOSTNAME: registry.host,
    });
    // The mirror is not held at zero while the schema is upgraded.
    const mirror = await registry.get(kinds.deployments, 'reg-quay-mirror');
    expect(mirror.spec?.replicas).toBe(1);
    expect(await registry.find(kinds.deployments, 'reg-clair-app')).toBeUndefined();
  });

  it('completes the components that it does not name, and makes nothing before', async () => {
    const registry = await RegistryCase.begin();
    await registry.create({ components: [{ kind: 'objectstorage', managed: false }] });
    const completed = await registry.until('eleven components', async () => {
      const found = await registry.registry();
      return found.spec?.components?.length === 11 ? found : undefined;
    });
    expect(completed.metadata.generation).toBe(2);
    const kindsInOrder = completed.spec?.components?.map(({ kind }) => kind) ?? [];
    expect(kindsInOrder.slice(0, 4)).toEqual(['objectstorage', 'quay', 'postgres', 'clair']);
    const database = await registry.until('a database', () => registry.find(kinds.deployments, 'reg-quay-database'));
    const age = Date.parse(database.metadata.creationTimestamp ?? '');
    expect(age).toBeGreaterThanOrEqual(Date.parse(completed.metadata.creationTimestamp ?? ''));
  });

  it('makes its own bundle for a registry that names none', async () => {
    const registry = await RegistryCase.begin();
    await registry.client.create(kinds.quayRegistries, {
      apiVersion: 'quay.redhat.com/v1',
      kind: 'QuayRegistry',
      metadata: { name: 'reg', namespace: registry.namespace },
      spec: {},
    });
    const name = await registry.until('a bundle', async () => (await registry.registry()).spec?.configBundleSecret);
    expect(name).toMatch(/^reg-config-bundle-[0-9a-f]{5}$/);
    const bundle = await registry.get(kinds.secrets, name);
    expect(bundle.metadata.ownerReferences).toMatchObject([{ kind: 'QuayRegistry', name: 'reg' }]);
    await registry.untilCondition({
      type: 'RolloutBlocked',
      status: 'True',
      reason: 'ConfigInvalid',
      message: 'required component `objectstorage` marked as unmanaged',
    });
  });

  it('rolls the databases in its second pass', async () => {
    const registry = await RegistryCase.begin();
    await registry.create({});
    const rolled = await registry.until('a second generation', async () => {
      const found = await registry.find(kinds.deployments, 'reg-clair-postgres');
      return found?.metadata.generation === 2 ? found : undefined;
    });
    const annotations = rolled.spec?.template?.metadata?.annotations;
    expect(annotations?.['cluster-service-ca']).toMatch(/^[0-9a-f]{8}$/);
    expect(annotations?.['cluster-trusted-ca']).toMatch(/^[0-9a-f]{8}$/);
  });

  it('does not roll them when the CA ConfigMaps were there, and filled, before', async () => {
    const registry = await RegistryCase.begin();
    await registry.prepareCaConfigMaps();
    await registry.create({});
    await registry.until('an upgrade Job', () => registry.find(kinds.jobs, 'reg-quay-app-upgrade'));
    for (const name of ['reg-quay-database', 'reg-clair-postgres', 'reg-quay-redis']) {
      expect((await registry.get(kinds.deployments, name)).metadata.generation, name).toBe(1);
    }
  });
});
