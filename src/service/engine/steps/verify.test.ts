import { describe, expect, it } from 'vitest';
import { ecosystemFinalizer } from '../../../domain/plan/migration-names.ts';
import * as kinds from '../../../k8s/resource.ts';
import { type AttemptUnderTest, attemptOf, changesIn, target } from '../attempt.fixture.ts';
import { completeLabel } from '../complete-label.ts';
import { databaseNotOnVolume } from './database-volume.ts';
import { holdEcosystem } from './freeze.ts';
import { assertAsPlanned, assertKeysKept, verify } from './verify.ts';

const { namespace } = target;
const labels = { 'quay-operator/quayregistry': 'prod', 'quay-component': 'postgres' };

function mounting(claim: string | undefined, mount = 'data') {
  const volumes = claim === undefined ? [] : [{ name: 'data', persistentVolumeClaim: { claimName: claim } }];
  return {
    containers: [{ name: 'postgres', volumeMounts: [{ name: mount, mountPath: '/var/lib/pgsql/data' }] }],
    volumes,
  };
}

/** Everything is as a migration leaves it right before its last step. */
async function migrated(choices: Parameters<typeof attemptOf>[0] = {}): Promise<AttemptUnderTest> {
  const test = await attemptOf(choices);
  const { cluster, attempt, plan } = test;
  await holdEcosystem(attempt);
  await attempt.ensureCreated(kinds.secrets, plan.registry.managedKeys);
  await attempt.ensureCreated(kinds.secrets, plan.registry.bundle);
  await attempt.ensureCreated(kinds.secrets, plan.work.secret);
  const claim = plan.database.claim;
  if (claim) await attempt.ensureCreated(kinds.persistentVolumeClaims, claim);
  const conditions = ['Available', 'ComponentsCreated'].map((type) => ({ type, status: 'True' as const }));
  const status = { conditions, currentVersion: plan.quayVersion };
  const metadata = { name: 'prod', namespace };
  cluster.seed(kinds.quayRegistries, { apiVersion: 'quay.redhat.com/v1', kind: 'QuayRegistry', metadata, status });
  const app = { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'prod-quay-app', namespace } };
  cluster.seed(kinds.deployments, { ...app, status: { availableReplicas: 1 } });
  const spec = mounting(claim?.metadata.name);
  const postgres = { ...app, metadata: { name: 'prod-quay-database', namespace }, spec: { template: { spec } } };
  cluster.seed(kinds.deployments, postgres);
  cluster.seed(kinds.pods, {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'pg', namespace, labels },
    spec,
  });
  cluster.writes.length = 0;
  return test;
}

describe('verify', () => {
  it('cleans up, gives the QuayEcosystem free, and says last that it may be deleted', async () => {
    const test = await migrated();
    let outcome = await verify(test.attempt);
    for (let look = 0; outcome.kind === 'wait' && look < 5; look += 1) outcome = await verify(test.attempt);
    expect(outcome).toMatchObject({ kind: 'done', message: 'keys, volume, version and health are as planned' });
    const changes = changesIn(test.cluster);
    expect(changes[0]).toBe(`delete Secret ${test.plan.work.secret.metadata.name}`);
    expect(changes.slice(-2)).toEqual(['patch QuayEcosystem prod', 'patch QuayEcosystem prod']);
    const ecosystem = test.cluster.peek(kinds.quayEcosystems, target);
    expect(ecosystem?.metadata.labels?.[completeLabel]).toBe('true');
    expect(ecosystem?.metadata.finalizers).not.toContain(ecosystemFinalizer);
    test.cluster.writes.length = 0;
    await verify(await test.restarted());
    expect(test.cluster.writes).toEqual([]);
  });

  it.each<[string, (test: AttemptUnderTest) => void]>([
    [
      'the QuayRegistry is gone',
      ({ cluster }) => {
        cluster.vanish(kinds.quayRegistries, target);
      },
    ],
    [
      'waiting for a quay-app pod',
      ({ cluster }) => {
        cluster.vanish(kinds.deployments, { namespace, name: 'prod-quay-app' });
      },
    ],
    [
      'waiting for a pod of prod-quay-database, the new PostgreSQL',
      ({ cluster }) => {
        cluster.vanish(kinds.pods, { namespace, name: 'pg' });
      },
    ],
  ])('waits and sets no label while: %s', async (message, change) => {
    const test = await migrated();
    change(test);
    expect(await verify(test.attempt)).toMatchObject({ kind: 'wait', message });
    expect(changesIn(test.cluster)).toEqual([]);
  });

  it('is done without a QuayEcosystem', async () => {
    const test = await migrated();
    test.cluster.vanish(kinds.quayEcosystems, target);
    await verify(test.attempt);
    expect((await verify(test.attempt)).kind).toBe('done');
  });

  it('changes nothing when keys, settings or volume are not as planned', async () => {
    const test = await migrated();
    const name = test.plan.registry.managedKeys.metadata.name;
    test.cluster.edit(kinds.secrets, { namespace, name }, { data: { SECRET_KEY: 'b3RoZXI=' } });
    await expect(verify(test.attempt)).rejects.toThrow(/SECRET_KEY differ/);
    expect(changesIn(test.cluster)).toEqual([]);
  });
});

describe('assertKeysKept', () => {
  it.each([
    [{ SECRET_KEY: 'b3RoZXI=' }, /: SECRET_KEY differ/],
    [{ DATABASE_SECRET_KEY: null }, /: DATABASE_SECRET_KEY differ/],
    [{ SECRET_KEY: '', DATABASE_SECRET_KEY: '' }, /: SECRET_KEY and DATABASE_SECRET_KEY differ/],
  ])('fails with %j', async (data, said) => {
    const { cluster, attempt, plan } = await migrated();
    cluster.edit(kinds.secrets, { namespace, name: plan.registry.managedKeys.metadata.name }, { data });
    await expect(assertKeysKept(attempt)).rejects.toThrow(said);
  });

  it('fails without the Secret, and does not mind what else is in it', async () => {
    const { cluster, attempt, plan } = await migrated();
    const place = { namespace, name: plan.registry.managedKeys.metadata.name };
    cluster.edit(kinds.secrets, place, { data: { OTHER: 'b3RoZXI=' } });
    await expect(assertKeysKept(attempt)).resolves.toBeUndefined();
    cluster.vanish(kinds.secrets, place);
    await expect(assertKeysKept(attempt)).rejects.toThrow(/SECRET_KEY and DATABASE_SECRET_KEY differ/);
  });
});

describe('assertAsPlanned', () => {
  it('has nothing against the bundle and the volume of the plan', async () => {
    const { attempt, plan } = await migrated();
    await expect(assertAsPlanned(attempt, plan)).resolves.toBeUndefined();
  });

  it('names the files that were changed', async () => {
    const { cluster, attempt, plan } = await migrated();
    const place = { namespace, name: plan.registry.bundle.metadata.name };
    cluster.edit(kinds.secrets, place, { data: { 'config.yaml': 'b3RoZXI=' } });
    await expect(assertAsPlanned(attempt, plan)).rejects.toThrow(/is not as planned: config.yaml changed/);
    cluster.vanish(kinds.secrets, place);
    await expect(assertAsPlanned(attempt, plan)).rejects.toThrow(/is not as planned/);
  });

  it.each([
    ['is gone', undefined],
    ['is another one', { uid: 'another' }],
    ['is being deleted', { deletionTimestamp: '2026-01-01T00:00:00Z' }],
  ])('fails when the volume %s', async (_what, metadata) => {
    const { cluster, attempt, plan } = await migrated();
    const place = { namespace, name: plan.database.claim?.metadata.name ?? '' };
    if (metadata === undefined) cluster.vanish(kinds.persistentVolumeClaims, place);
    else cluster.edit(kinds.persistentVolumeClaims, place, { metadata });
    await expect(assertAsPlanned(attempt, plan)).rejects.toThrow(new RegExp(`${place.name} was deleted by somebody`));
  });

  it('asks for no volume where the database stays', async () => {
    const { attempt, plan } = await migrated({ choices: { database: 'unmanaged' } });
    await expect(assertAsPlanned(attempt, plan)).resolves.toBeUndefined();
    await expect(databaseNotOnVolume(attempt, plan)).resolves.toBeUndefined();
  });
});

describe('databaseNotOnVolume', () => {
  const pod = { namespace, name: 'pg' };
  const deployment = { namespace, name: 'prod-quay-database' };

  it('has nothing against a server on the migrated volume, whatever runs it', async () => {
    const { cluster, attempt, plan } = await migrated();
    expect(await databaseNotOnVolume(attempt, plan)).toBeUndefined();
    cluster.vanish(kinds.deployments, deployment);
    expect(await databaseNotOnVolume(attempt, plan)).toBeUndefined();
  });

  it.each([
    ['another claim', mounting('empty'), /mounts PersistentVolumeClaim empty instead of/],
    ['no claim', mounting(undefined), /mounts no PersistentVolumeClaim instead of/],
    ['the claim in no container', undefined, /mounts no PersistentVolumeClaim instead of/],
  ])('fails with a Deployment, or a pod, that has %s', async (_what, other, said) => {
    const { cluster, attempt, plan } = await migrated();
    const spec = other ?? mounting(plan.database.claim?.metadata.name, 'elsewhere');
    cluster.edit(kinds.pods, pod, { spec });
    await expect(databaseNotOnVolume(attempt, plan)).rejects.toThrow(said);
    cluster.edit(kinds.pods, pod, { metadata: { deletionTimestamp: '2026-01-01T00:00:00Z' } });
    expect(await databaseNotOnVolume(attempt, plan)).toMatch(/waiting for a pod/);
    cluster.edit(kinds.deployments, deployment, { spec: { template: { spec } } });
    await expect(databaseNotOnVolume(attempt, plan)).rejects.toThrow(said);
  });
});
