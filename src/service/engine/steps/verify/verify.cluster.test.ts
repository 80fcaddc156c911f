import { beforeEach, describe, expect, it } from 'vitest';
import { testCluster } from '../../../../../dev/checks/cluster-context.ts';
import { prodFacts } from '../../../../domain/fixtures/prod-registry.fixture.ts';
import { plan as planOf } from '../../../../domain/plan/plan.fixture.ts';
import type { MigrationPlan } from '../../../../domain/plan/migration-plan.ts';
import type { Deployment } from '../../../../k8s/deployment.ts';
import type { KubernetesObject } from '../../../../k8s/object.ts';
import type { Pod, PodSpec } from '../../../../k8s/pod.ts';
import * as kinds from '../../../../k8s/resource.ts';
import type { KubeClient } from '../../../kube/client.ts';
import { namingClient } from '../../../kube/wrapped/naming-client.ts';
import { Attempt } from '../../attempt/attempt.ts';
import { recordFirstPod } from '../../objects/first-pod.ts';
import { journalOf } from '../../journal/journal.fixture.ts';
import { JournalStore } from '../../journal/journal-store.ts';
import { type Reach, reachOf } from '../../journal/reach.ts';
import { databasePodPendingReason } from './database-volume.ts';
import { assertAsPlanned, assertKeysKept, verify } from './verify.ts';

const client = testCluster().client('admin');
let namespace: string;
let attempt: Attempt;
let reach: Reach;
let plan: MigrationPlan;

/** In the test's namespace. */
function here<T extends KubernetesObject>(object: T): T {
  return { ...object, metadata: { ...object.metadata, namespace } };
}

beforeEach(async () => {
  namespace = await testCluster().createNamespace('verify');
  plan = planOf({}, { database: 'copy' });
  const ecosystem = { namespace, name: prodFacts().name, uid: 'ecosystem-uid' };
  reach = reachOf({ client, facts: client, journals: new JournalStore(client, namespace) }, ecosystem);
  const stored = await reach.journals.create(journalOf({ ecosystem }));
  attempt = new Attempt(reach, stored, { waitScale: 1, workerImage: 'worker', imagePullSecrets: [] });
  attempt.plan = async () => plan;
});

const claim = 'prod-quay-postgres-13';

function database(claimName: string | undefined): PodSpec {
  return {
    containers: [
      { name: 'postgres', image: 'postgres', volumeMounts: [{ name: 'data', mountPath: '/var/lib/pgsql/data' }] },
    ],
    volumes: [
      claimName === undefined ? { name: 'data', emptyDir: {} } : { name: 'data', persistentVolumeClaim: { claimName } },
      { name: 'not-mounted', persistentVolumeClaim: { claimName: claim } },
    ],
  };
}

async function makeDeployment(claimName: string | undefined, replicas = 0): Promise<void> {
  const labels = { 'quay-operator/quayregistry': 'prod', 'quay-component': 'postgres' };
  const deployment: Deployment = {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'prod-quay-database', namespace },
    spec: {
      replicas,
      selector: { matchLabels: labels },
      template: { metadata: { labels }, spec: database(claimName) },
    },
  };
  await client.create(kinds.deployments, deployment);
}

async function makePod(name: string, component: string, spec: PodSpec): Promise<Pod> {
  const labels = { 'quay-operator/quayregistry': 'prod', 'quay-component': component };
  const pod: Pod = { apiVersion: 'v1', kind: 'Pod', metadata: { name, namespace, labels }, spec };
  // Bound to a node that is not there: nobody runs it, and its status is what the test writes.
  return client.create(kinds.pods, { ...pod, spec: { ...spec, nodeName: 'nowhere' } });
}

async function setStatus(name: string, status: NonNullable<Pod['status']>): Promise<void> {
  await client.patch(kinds.pods, { namespace, name }, { type: 'merge', body: { status } }, { subresource: 'status' });
}

describe("the operator's PostgreSQL", () => {
  it('runs on the migrated volume', async () => {
    await makeDeployment(claim);
    expect(await databasePodPendingReason(attempt, plan)).toMatch(/waiting for a pod/);
    await makePod('database', 'postgres', database(claim));
    expect(await databasePodPendingReason(attempt, plan)).toBeUndefined();
  });

  it.each([
    ['another claim', 'prod-quay-postgres-16', /mounts PersistentVolumeClaim prod-quay-postgres-16 instead of/],
    ['no claim at all', undefined, /mounts no PersistentVolumeClaim instead of/],
  ])('on %s fails the step, whatever the pods mount', async (_title, claimName, message) => {
    await makeDeployment(claimName);
    await makePod('database', 'postgres', database(claim));
    await expect(databasePodPendingReason(attempt, plan)).rejects.toThrow(message);
  });

  it('fails the step when a pod mounts another claim than the Deployment says', async () => {
    await makeDeployment(claim);
    await makePod('database', 'postgres', database('elsewhere'));
    await expect(databasePodPendingReason(attempt, plan)).rejects.toThrow(/Pod .*\/database mounts .*elsewhere/);
  });

  it('is known by its pods where it is no Deployment', async () => {
    expect(await databasePodPendingReason(attempt, plan)).toMatch(/waiting for a pod of prod-quay-database/);
    await makePod('prod-quay-database-0', 'postgres', database('data-prod-quay-database-0'));
    await expect(databasePodPendingReason(attempt, plan)).rejects.toThrow(/data-prod-quay-database-0 instead of/);
  });

  it('is no question where the database stays where it is', async () => {
    expect(await databasePodPendingReason(attempt, planOf({}, { database: 'unmanaged' }))).toBeUndefined();
  });
});

describe('what was planned', () => {
  it('fails the step when the operator has changed a key', async () => {
    const { managedKeys } = plan.registry;
    await client.create(kinds.secrets, here(managedKeys));
    await assertKeysKept(attempt);
    const changed = { data: { DATABASE_SECRET_KEY: Buffer.from('another').toString('base64') } };
    await client.patch(kinds.secrets, { namespace, name: managedKeys.metadata.name }, { type: 'merge', body: changed });
    await expect(assertKeysKept(attempt)).rejects.toThrow(/does not have the old registry.s DATABASE_SECRET_KEY/);
  });

  it('fails the step when the bundle was edited, or the volume deleted', async () => {
    const { bundle } = plan.registry;
    const { database: planned } = plan;
    if (planned.claim === undefined) throw new Error('the plan copies');
    await client.create(kinds.secrets, here(bundle));
    const made = await client.create(kinds.persistentVolumeClaims, here(planned.claim));
    await attempt.update({ created: { [`persistentvolumeclaims/${claim}`]: { uid: made.metadata.uid ?? '' } } });
    await assertAsPlanned(attempt, plan);

    const edited = { data: { 'config.yaml': Buffer.from('SERVER_HOSTNAME: other').toString('base64') } };
    await client.patch(kinds.secrets, { namespace, name: bundle.metadata.name }, { type: 'merge', body: edited });
    await expect(assertAsPlanned(attempt, plan)).rejects.toThrow(/config\.yaml changed during the migration/);

    await client.patch(
      kinds.secrets,
      { namespace, name: bundle.metadata.name },
      { type: 'merge', body: { data: bundle.data ?? {} } },
    );
    await attempt.update({ created: { [`persistentvolumeclaims/${claim}`]: { uid: 'another' } } });
    await expect(assertAsPlanned(attempt, plan)).rejects.toThrow(/was deleted during/);
  });
});

/** The same cluster, but for what the operator says of its registry: the simulated one would say that it has no bundle. */
function whereRolledOut(): KubeClient {
  const conditions = ['ComponentsCreated', 'Available'].map((type) => ({ type, status: 'True' as const }));
  const metadata = { name: 'prod', namespace, generation: 1 };
  const status = { conditions, currentVersion: plan.quayVersion, observedGeneration: 1 };
  const shown: Readonly<Record<string, KubernetesObject>> = {
    'quayregistries/prod': { apiVersion: 'quay.redhat.com/v1', kind: 'QuayRegistry', metadata, ...{ status } },
    'deployments/prod-quay-app': {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'prod-quay-app', namespace },
      ...{ status: { availableReplicas: 1 } },
    },
  };
  const get: KubeClient['get'] = async <T extends KubernetesObject>(
    resource: kinds.Resource<T>,
    name: string,
    of?: string,
  ) => (shown[`${resource.plural}/${name}`] as T | undefined) ?? client.get(resource, name, of);
  return { ...namingClient(client), get };
}

describe('the step', () => {
  beforeEach(async () => {
    const { journal } = attempt;
    const ecosystem = { ...journal.ecosystem };
    const stored = await reach.journals.create(journalOf({ ecosystem, attempt: 2, request: 'b', requests: ['b'] }));
    attempt = new Attempt({ ...reach, client: whereRolledOut() }, stored, attempt.settings);
    attempt.plan = async () => plan;
    await client.create(kinds.secrets, here(plan.registry.managedKeys));
    await client.create(kinds.secrets, here(plan.registry.bundle));
    if (plan.database.claim === undefined) throw new Error('the plan copies');
    const { metadata } = await client.create(kinds.persistentVolumeClaims, here(plan.database.claim));
    await attempt.update({ created: { [`persistentvolumeclaims/${claim}`]: { uid: metadata.uid ?? '' } } });
  });

  it('fails on another volume', async () => {
    await makeDeployment('elsewhere');
    await expect(verify(attempt)).rejects.toThrow(/does not use the migrated database/);
  });

  it('fails on another key, and on another bundle', async () => {
    const body = { data: { SECRET_KEY: Buffer.from('another').toString('base64') } };
    const { managedKeys, bundle } = plan.registry;
    await client.patch(
      kinds.secrets,
      { namespace, name: bundle.metadata.name },
      { type: 'merge', body: { data: { 'ssl.key': null } } },
    );
    await expect(verify(attempt)).rejects.toThrow(/ssl\.key changed/);
    await client.patch(kinds.secrets, { namespace, name: managedKeys.metadata.name }, { type: 'merge', body });
    await expect(verify(attempt)).rejects.toThrow(/the old registry's SECRET_KEY/);
  });
});

describe('the first pod of the new registry', () => {
  it('counts when a main container was started, of quay-app and of quay-mirror alike', async () => {
    const status = { name: 'main', ready: false, restartCount: 0, image: 'quay', imageID: '' };
    const spec: PodSpec = { containers: [{ name: 'main', image: 'quay' }] };
    await makePod('mirror', 'quay-mirror', spec);
    await makePod('redis', 'quay-redis', spec);
    await setStatus('redis', { containerStatuses: [{ ...status, state: { running: {} } }] });
    await setStatus('mirror', {
      containerStatuses: [{ ...status, state: { waiting: { reason: 'PodInitializing' } } }],
    });
    await recordFirstPod(attempt);
    expect(attempt.journal.registryRan).toBe(false);
    await setStatus('mirror', { containerStatuses: [{ ...status, state: { running: {} } }] });
    await recordFirstPod(attempt);
    expect(attempt.journal.registryRan).toBe(true);
  });
});
