import { describe, expect, it } from 'vitest';
import { plan as planOf } from '../../../domain/plan/plan.fixture.ts';
import type { MigrationPlan } from '../../../domain/plan/migration-plan.ts';
import type { Job } from '../../../k8s/job.ts';
import type { KubernetesObject } from '../../../k8s/object.ts';
import type { Pod } from '../../../k8s/pod.ts';
import { ApiError } from '../../kube/api-error.ts';
import type { WriteOptions } from '../../kube/client.ts';
import { MemoryCluster } from '../../kube/memory-cluster.fixture.ts';
import { rejectedByCluster } from './dry-run.ts';

/** Every object that the cluster was asked about. */
function asking(refuse: (object: KubernetesObject) => ApiError | Error | undefined = () => undefined) {
  const asked: { readonly object: KubernetesObject; readonly options: WriteOptions | undefined }[] = [];
  const cluster = new MemoryCluster();
  cluster.create = async (_resource, object, options) => {
    asked.push({ object, options });
    const refusal = refuse(object);
    return refusal === undefined ? object : Promise.reject(refusal);
  };
  const names = (): readonly string[] => asked.map(({ object }) => nameOf(object)).sort();
  return { cluster, asked, names };
}

function nameOf({ kind, metadata }: KubernetesObject): string {
  return `${kind} ${metadata.name}`;
}

/** What the plan makes, each Job as its pod, too. */
function plannedNames({ registry, work, database }: MigrationPlan): readonly string[] {
  const jobs = [work.inspect, work.firstCopy, work.copy, work.upgrade, ...work.pull, work.validate];
  const present = jobs.filter((job): job is Job => job !== undefined);
  const objects = [
    ...registry.caConfigMaps,
    registry.registry,
    registry.bundle,
    registry.managedKeys,
    work.secret,
    work.upgradeConfig,
    work.validateConfig,
    database.claim,
    database.serverService,
    database.server,
  ];
  return [
    ...objects.filter((object) => object !== undefined).map((object) => nameOf(object)),
    ...present.flatMap(({ metadata: { name } }) => [`Job ${name}`, `Pod ${name}`]),
  ].sort();
}

describe('rejectedByCluster', () => {
  it.each([['copied' as const], ['kept' as const]])(
    'asks about all that a plan with a database %s makes, once',
    async (way) => {
      const plan = planOf({}, { database: way === 'copied' ? 'copy' : 'unmanaged' });
      const { cluster, asked, names } = asking();
      expect(await rejectedByCluster(cluster, plan)).toEqual([]);
      expect(names()).toEqual(plannedNames(plan));
      expect(names().some((name) => name.startsWith('PersistentVolumeClaim'))).toBe(way === 'copied');
      expect(asked.every(({ options }) => options?.dryRun === true)).toBe(true);
      expect(cluster.writes).toEqual([]);
    },
  );

  it('does without what plans of older releases have not', async () => {
    const { firstCopy: _first, validate: _validate, validateConfig: _config, ...work } = planOf().work;
    const plan = { ...planOf(), work };
    const { cluster, names } = asking();
    await rejectedByCluster(cluster, plan);
    expect(names()).toEqual(plannedNames(plan));
  });

  it('asks about each pod as its Job would make it, with an account that is there', async () => {
    const plan = planOf();
    const { cluster, asked } = asking();
    await rejectedByCluster(cluster, plan);
    const pods = asked.map(({ object }) => object).filter((object): object is Pod => object.kind === 'Pod');
    for (const pod of pods) expect(pod.spec?.serviceAccountName).toBe('default');
    const { inspect } = plan.work;
    const { namespace, labels } = inspect.metadata;
    expect(pods.find(({ metadata }) => metadata.name === inspect.metadata.name)).toEqual({
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: inspect.metadata.name, namespace, labels },
      spec: { ...inspect.spec?.template?.spec, serviceAccountName: 'default' },
    });
    expect(namespace).toBeDefined();
    const server = pods.find(({ metadata }) => metadata.name === plan.database.server?.metadata.name);
    expect(server?.spec).toEqual({ ...plan.database.server?.spec, serviceAccountName: 'default' });
  });

  it('asks about a Job without namespace, labels and template, too', async () => {
    const plan = planOf();
    const bare: Job = { apiVersion: 'batch/v1', kind: 'Job', metadata: { name: 'bare' } };
    const { cluster, asked } = asking();
    await rejectedByCluster(cluster, { ...plan, work: { ...plan.work, inspect: bare } });
    expect(
      asked.map(({ object }) => object).find(({ kind, metadata }) => kind === 'Pod' && metadata.name === 'bare'),
    ).toStrictEqual({
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'bare', labels: {} },
      spec: { serviceAccountName: 'default' },
    });
  });

  it.each([400, 403, 404, 413, 422])('makes a blocker of each object that is answered with %i', async (code) => {
    const plan = planOf();
    const names = ['QuayRegistry prod', `Pod ${plan.work.upgrade.metadata.name}`];
    const { cluster } = asking((object) =>
      names.includes(nameOf(object)) ? new ApiError(code, '', 'exceeded quota: small') : undefined,
    );
    const findings = await rejectedByCluster(cluster, plan);
    expect(findings.map(({ object }) => object.replace(' quay-enterprise/', ' '))).toEqual(names);
    for (const finding of findings) {
      expect(finding).toMatchObject({ id: 'refused-by-cluster', severity: 'blocker', field: 'metadata' });
      expect(finding.message).toMatch(/exceeded quota: small$/);
      expect(finding.remedy).not.toBe('');
    }
  });

  it('has nothing against a name that exists', async () => {
    const { cluster } = asking(() => new ApiError(409, 'AlreadyExists', 'it exists'));
    expect(await rejectedByCluster(cluster, planOf())).toEqual([]);
  });

  it.each([
    ['is busy', new ApiError(429, 'TooManyRequests', 'later')],
    ['fails', new ApiError(500, 'InternalError', 'later')],
    ['is down', new ApiError(503, 'ServiceUnavailable', 'later')],
    ['does not answer', new Error('later')],
  ])('is repeated later where the API server %s', async (_what, error) => {
    const { cluster } = asking(({ kind }) => (kind === 'QuayRegistry' ? error : undefined));
    await expect(rejectedByCluster(cluster, planOf())).rejects.toBe(error);
  });
});
