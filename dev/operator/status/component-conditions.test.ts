import { describe, expect, it } from 'vitest';
import type { Deployment } from '../../../src/k8s/deployment.ts';
import type { KubernetesObject } from '../../../src/k8s/object.ts';
import type { PersistentVolumeClaim } from '../../../src/k8s/persistentvolumeclaim.ts';
import type { Secret } from '../../../src/k8s/secret.ts';
import { componentConditions, type Observed } from './component-conditions.ts';
import { inputsOf } from '../registry-inputs.fixture.ts';
import { versions } from '../version-facts.ts';

const ownerReferences = [{ apiVersion: 'quay.redhat.com/v1', kind: 'QuayRegistry', name: 'reg', uid: 'registry-uid' }];

function deployment(suffix: string, available = true): Deployment {
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: `reg-${suffix}`, ownerReferences },
    status: {
      ...(available && { availableReplicas: 1 }),
      conditions: [{ type: 'Available', status: available ? 'True' : 'False' }],
    },
  };
}

function autoscaler(suffix: string): KubernetesObject {
  return {
    apiVersion: 'autoscaling/v2',
    kind: 'HorizontalPodAutoscaler',
    metadata: { name: `reg-${suffix}`, ownerReferences },
  };
}

const workloads = ['quay-database', 'clair-app', 'clair-postgres', 'quay-redis', 'quay-app', 'quay-mirror'];

const healthy: Observed = {
  deployments: workloads.map((suffix) => deployment(suffix)),
  jobs: [{ apiVersion: 'batch/v1', kind: 'Job', metadata: { name: 'reg-quay-app-upgrade' }, status: { succeeded: 1 } }],
  routes: [
    {
      apiVersion: 'route.openshift.io/v1',
      kind: 'Route',
      metadata: { name: 'reg-quay', ownerReferences },
      status: { ingress: [{ conditions: [{ type: 'Admitted', status: 'True' }] }] },
    },
  ],
  claims: [],
  bundle: { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'bundle' } },
  autoscalers: ['quay-app', 'quay-mirror', 'clair-app'].map(autoscaler),
  monitors: [],
};

function bundle(data: Record<string, string>): Secret {
  return { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'bundle' }, data };
}

const halfPair = bundle({ 'ssl.cert': 'YQ==' });
const wholePair = bundle({ 'ssl.cert': 'YQ==', 'ssl.key': 'YQ==' });
const pendingClaim: PersistentVolumeClaim = {
  apiVersion: 'v1',
  kind: 'PersistentVolumeClaim',
  metadata: { name: 'reg-quay-postgres-13' },
  status: { phase: 'Pending' },
};

function available(observed: Partial<Observed>, unmanaged: readonly string[] = ['objectstorage', 'monitoring']) {
  const conditions = componentConditions(
    inputsOf({ unmanaged }).registry,
    { ...healthy, ...observed },
    versions['3.17.4'],
  );
  return conditions.find((condition) => condition.type === 'Available')?.status;
}

describe('componentConditions', () => {
  it('says Available when everything is', () => {
    expect(available({})).toBe('True');
  });

  it.each(workloads)('is not Available without %s', (suffix) => {
    const deployments = workloads.map((one) => deployment(one, one !== suffix));
    expect(available({ deployments })).toBe('False');
  });

  it('is not Available without the finished upgrade Job, also when somebody deleted it', () => {
    expect(available({ jobs: [] })).toBe('False');
  });

  it('is not Available while the Route is not admitted', () => {
    expect(available({ routes: healthy.routes.map((route) => ({ ...route, status: {} })) })).toBe('False');
  });

  it('waits for ever for the autoscaler of an unmanaged mirror', () => {
    const autoscalers = ['quay-app', 'clair-app'].map(autoscaler);
    expect(available({ autoscalers }, ['objectstorage', 'monitoring', 'mirror'])).toBe('False');
  });

  it('names what quay waits for', () => {
    const deployments = workloads.map((one) => deployment(one, one !== 'quay-redis'));
    const { registry } = inputsOf({ unmanaged: ['objectstorage'] });
    const conditions = componentConditions(registry, { ...healthy, deployments }, versions['3.17.4']);
    expect(conditions.find((condition) => condition.type === 'ComponentQuayReady')?.message).toBe(
      'Awaiting for component redis to become available',
    );
  });

  const scaledDown = {
    ...deployment('quay-app'),
    status: { conditions: [{ type: 'Available', status: 'True' as const }] },
  };
  const withoutPods = {
    ...healthy,
    deployments: [...healthy.deployments.slice(0, 4), scaledDown, deployment('quay-mirror')],
  };

  it.each([
    ['while the schema is upgraded', {}, 'False'],
    ['as an override wants it', { quay: { replicas: 0 } }, 'True'],
  ])('with quay-app at zero %s', (_name, overrides, status) => {
    const { registry } = inputsOf({ unmanaged: ['objectstorage', 'monitoring'], overrides });
    const conditions = componentConditions(registry, withoutPods, versions['3.17.4']);
    expect(conditions.find((condition) => condition.type === 'Available')?.status).toBe(status);
  });

  it.each<[string, Partial<Observed>, string, string]>([
    [
      'a volume that is not bound',
      { claims: [pendingClaim] },
      'ComponentPostgresReady',
      'reg-quay-postgres-13 is pending',
    ],
    ['no bundle', { bundle: undefined }, 'ComponentTLSReady', 'Config bundle does not exist'],
    ['half a pair', { bundle: halfPair }, 'ComponentTLSReady', 'missing ssl.cert or ssl.key'],
    [
      'a Job that runs',
      { jobs: healthy.jobs.map((job) => ({ ...job, status: { active: 1 } })) },
      'ComponentQuayReady',
      'not finished',
    ],
    [
      'a Deployment of another owner',
      { deployments: healthy.deployments.map((one) => ({ ...one, metadata: { name: one.metadata.name } })) },
      'ComponentRedisReady',
      'not owned',
    ],
  ])('is not ready with %s', (_name, observed, type, message) => {
    const { registry } = inputsOf({ unmanaged: ['objectstorage', 'monitoring', 'tls'] });
    const conditions = componentConditions(
      registry,
      { ...healthy, bundle: wholePair, ...observed },
      versions['3.17.4'],
    );
    const condition = conditions.find((one) => one.type === type);
    expect(condition).toMatchObject({ status: 'False', reason: 'ComponentNotReady' });
    expect(condition?.message).toContain(message);
  });

  it('asks the first Route by name, and all its routers', () => {
    const [route] = healthy.routes;
    const refused = { conditions: [{ type: 'Admitted', status: 'False' as const }] };
    const builder = route && { ...route, metadata: { name: 'reg-quay-builder', ownerReferences }, status: {} };
    const twice = route && { ...route, status: { ingress: [...(route.status?.ingress ?? []), refused] } };
    expect(available({ routes: [builder, route].filter((one) => one !== undefined) })).toBe('True');
    expect(available({ routes: [twice].filter((one) => one !== undefined) })).toBe('False');
  });
});
