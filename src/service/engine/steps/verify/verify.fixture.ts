import type { Deployment } from '../../../../k8s/deployment.ts';
import type { Pod, PodSpec } from '../../../../k8s/pod.ts';
import * as kinds from '../../../../k8s/resource.ts';
import { type AttemptCase, type AttemptUnderTest, attemptOf, target } from '../../attempt/attempt.fixture.ts';
import { freeze } from '../freeze.ts';
import { prepare } from '../prepare.ts';
import { registry } from '../registry.ts';

const { namespace } = target;

export const claim = 'prod-quay-postgres-13';

/** Mounts that claim, or an emptyDir; the migrated one is among its volumes, and not mounted. */
export function postgresSpec(claimName: string | undefined): PodSpec {
  return {
    containers: [
      { name: 'metrics', image: 'metrics' },
      { name: 'postgres', image: 'postgres', volumeMounts: [{ name: 'data', mountPath: '/var/lib/pgsql/data' }] },
    ],
    volumes: [
      claimName === undefined ? { name: 'data', emptyDir: {} } : { name: 'data', persistentVolumeClaim: { claimName } },
      { name: 'not-mounted', persistentVolumeClaim: { claimName: claim } },
    ],
  };
}

export function postgresDeployment(claimName: string | undefined): Deployment {
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'prod-quay-database', namespace },
    spec: { replicas: 1, template: { spec: postgresSpec(claimName) } },
  };
}

export function operatorPod(name: string, component: string, spec: PodSpec, registryName = 'prod'): Pod {
  const labels = { 'quay-operator/quayregistry': registryName, 'quay-component': component };
  return { apiVersion: 'v1', kind: 'Pod', metadata: { name, namespace, labels }, spec };
}

/** The operator has done its part: the new registry is available, on the migrated volume. */
export function serve({ cluster, plan }: Pick<AttemptUnderTest, 'cluster' | 'plan'>): void {
  const conditions = [
    { type: 'Available', status: 'True' },
    { type: 'ComponentsCreated', status: 'True' },
  ];
  const status = { conditions, currentVersion: plan.quayVersion, registryEndpoint: 'https://quay.example.com' };
  cluster.edit(kinds.quayRegistries, target, { status });
  cluster.seed(kinds.deployments, {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'prod-quay-app', namespace },
    status: { availableReplicas: 1 },
  });
  cluster.seed(kinds.deployments, postgresDeployment(claim));
  cluster.seed(kinds.pods, operatorPod('prod-quay-database-1', 'postgres', postgresSpec(claim)));
}

/** The QuayRegistry was created, and its operator has not looked at it. */
export async function created(differs: AttemptCase = {}): Promise<AttemptUnderTest> {
  const test = await attemptOf(differs);
  await prepare(test.attempt);
  await freeze(test.attempt);
  await registry(test.attempt);
  test.cluster.writes.length = 0;
  return test;
}

export async function serving(differs: AttemptCase = {}): Promise<AttemptUnderTest> {
  const test = await created(differs);
  serve(test);
  return test;
}
