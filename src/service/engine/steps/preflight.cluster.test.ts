import { beforeEach, describe, expect, it } from 'vitest';
import { posingOperator } from '../../../../dev/attacks/posing-operator.ts';
import { testCluster } from '../../../../dev/checks/cluster-context.ts';
import { operatorDeployment, operatorNamespace } from '../../../../dev/cluster/operator-objects.ts';
import { operatorBridgingRunning } from '../../../domain/preflight/operator/operator-bridging-running.ts';
import { bundleOf } from '../../../domain/fixtures/prod-registry.fixture.ts';
import { defaultChoices } from '../../../domain/choices.ts';
import type { MigrationPlan } from '../../../domain/plan/migration-plan.ts';
import { context } from '../../../domain/plan/plan.fixture.ts';
import { planMigration } from '../../../domain/plan/plan-migration.ts';
import type { KubernetesObject } from '../../../k8s/object.ts';
import type { QuayEcosystem } from '../../../k8s/quayecosystem.ts';
import * as kinds from '../../../k8s/resource.ts';
import { Attempt } from '../attempt/attempt.ts';
import { journalOf } from '../journal/journal.fixture.ts';
import { JournalStore } from '../journal/journal-store.ts';
import { type Reach, reachOf } from '../journal/reach.ts';
import { rejectedByCluster } from './dry-run.ts';
import { freeze } from './freeze.ts';
import { readNow, recheckOperator } from './preflight.ts';
import { registry } from './registry.ts';
import { volumeAttached } from './schema-upgrade/schema-upgrade.ts';

const client = testCluster().client('admin');
let namespace: string;
let attempt: Attempt;
let reach: Reach;
let plan: MigrationPlan;

beforeEach(async () => {
  namespace = await testCluster().createNamespace('preflight');
  const ecosystem: QuayEcosystem = {
    apiVersion: 'redhatcop.redhat.io/v1alpha1',
    kind: 'QuayEcosystem',
    metadata: { name: 'prod', namespace },
    spec: { quay: { database: { volumeSize: '10Gi' }, externalAccess: { type: 'Route' } } },
  };
  const { metadata } = await client.create(kinds.quayEcosystems, ecosystem);
  const target = { namespace, name: 'prod', uid: metadata.uid ?? '' };
  reach = reachOf({ client, facts: client, journals: new JournalStore(client, namespace) }, target);
  attempt = new Attempt(reach, await reach.journals.create(journalOf({ ecosystem: target })), {
    waitScale: 1,
    workerImage: 'worker',
    imagePullSecrets: [],
  });
  plan = planMigration((await readNow(attempt)).facts, defaultChoices, context);
});

/** Lets an operator's account write QuayEcosystems and QuayRegistries of a namespace, as an operator's own Role does. */
async function serve(account: { name: string; home: string }, where: string): Promise<void> {
  const apiVersion = 'rbac.authorization.k8s.io/v1';
  const metadata = { name: `serves-${account.home}`, namespace: where };
  const rules = [{ apiGroups: ['redhatcop.redhat.io', 'quay.redhat.com'], resources: ['*'], verbs: ['*'] }];
  await client.create(kinds.roles, { apiVersion, kind: 'Role', metadata, ...{ rules } });
  const roleRef = { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: metadata.name };
  const subjects = [{ kind: 'ServiceAccount', name: account.name, namespace: account.home }];
  await client.create(kinds.roleBindings, { apiVersion, kind: 'RoleBinding', metadata, ...{ roleRef, subjects } });
}

async function bridgingFindings(): Promise<number> {
  const { facts } = await readNow(attempt);
  return operatorBridgingRunning.check(facts, defaultChoices, bundleOf(facts)).length;
}

describe('the look at the operators before the freeze', () => {
  it('finds what was planned', async () => {
    await expect(recheckOperator(attempt, plan)).resolves.toBeUndefined();
  });

  it('and the finding alike leave an old operator alone that serves another namespace', async () => {
    const other = await testCluster().createNamespace('other-team');
    await client.create(kinds.deployments, posingOperator(other, { name: 'quay-operator', version: 'v3.6.1' }));
    await serve({ name: 'quay-operator', home: other }, other);
    expect((await readNow(attempt)).facts.operators.map((operator) => operator.namespace)).toContain(other);
    expect(await bridgingFindings()).toBe(0);
    await expect(recheckOperator(attempt, plan)).resolves.toBeUndefined();

    await serve({ name: 'quay-operator', home: other }, namespace);
    expect(await bridgingFindings()).toBe(1);
    await expect(recheckOperator(attempt, plan)).rejects.toMatchObject({
      message: expect.stringContaining(`Deployment ${other}/quay-operator was started`) as string,
      remedy: expect.stringContaining(`oc scale deployment quay-operator -n ${other} --replicas=0`) as string,
    });

    attempt.plan = async () => plan;
    await expect(freeze(attempt)).rejects.toThrow(/was started/);
    await expect(registry(attempt)).rejects.toThrow(/was started/);
    const untouched = await client.get(kinds.quayEcosystems, 'prod', namespace);
    expect(untouched?.metadata.finalizers ?? []).toEqual([]);

    const scale = { type: 'merge', body: { spec: { replicas: 0 } } } as const;
    await client.patch(kinds.deployments, { namespace: other, name: 'quay-operator' }, scale);
    await expect(recheckOperator(attempt, plan)).resolves.toBeUndefined();
  });

  it('fails when the operator has another version, or names another image of Quay or PostgreSQL', async () => {
    const changed = /quay-operator changed during the migration/;
    await expect(recheckOperator(attempt, { ...plan, quayVersion: 'v3.16.0' })).rejects.toThrow(changed);
    const otherImage = (image: string): MigrationPlan =>
      JSON.parse(JSON.stringify(plan).replaceAll(image, 'another/image')) as MigrationPlan;
    const { operator } = (await readNow(attempt)).facts;
    for (const image of [operator?.quayImage ?? '', operator?.postgresImage ?? '']) {
      expect(JSON.stringify(plan)).toContain(image);
      await expect(recheckOperator(attempt, otherImage(image))).rejects.toThrow(changed);
    }
  });

  it('trusts no Deployment that the service was not told to look at', async () => {
    const places = { everywhere: false, namespaces: [] };
    const narrow = new Attempt(reach, await stored(), { ...attempt.settings, operatorPlaces: places });
    const { facts } = await readNow(narrow);
    expect(facts.operator).toBeUndefined();
    expect(facts.operators.find((operator) => operator.namespace === operatorNamespace)?.notVouched).toBe(
      `its Deployment ${operatorNamespace}/${operatorDeployment} was not found`,
    );
  });
});

async function stored(): ReturnType<Reach['journals']['create']> {
  const ecosystem = { namespace, name: 'prod', uid: 'uid' };
  return reach.journals.create(journalOf({ ecosystem, attempt: 2, request: 'again', requests: ['again'] }));
}

describe('the dry run', () => {
  it('lets a plan pass that the cluster takes', async () => {
    expect(await rejectedByCluster(client, plan)).toEqual([]);
  });

  it('names every pod that a LimitRange refuses, and stores nothing', async () => {
    const spec = { limits: [{ type: 'Container', max: { memory: '16Mi' } }] };
    await client.create(kinds.limitRanges, {
      apiVersion: 'v1',
      kind: 'LimitRange',
      metadata: { name: 'small', namespace },
      spec,
    });
    const findings = await rejectedByCluster(client, plan);
    const names = findings.map(({ object }) => object);
    expect(names).toContain(`Pod ${namespace}/${plan.work.inspect.metadata.name}`);
    expect(names).toContain(`Pod ${namespace}/${plan.work.upgrade.metadata.name}`);
    for (const finding of findings) {
      expect(finding).toMatchObject({ id: 'refused-by-cluster', severity: 'blocker' });
      expect(finding.message).toMatch(/^The API server would reject Pod .*memory/);
    }
    expect(await client.list(kinds.pods, { namespace })).toEqual([]);
  });

  it('says nothing of a name that is there: that is a finding of its own', async () => {
    await client.create(kinds.secrets, plan.registry.bundle);
    expect(await rejectedByCluster(client, plan)).toEqual([]);
  });
});

describe('a volume', () => {
  it('is waited for while a node has it attached', async () => {
    const claim = plan.database.claim;
    if (claim === undefined) throw new Error('the plan copies');
    const volumeName = `pv-${namespace}`;
    await client.create(kinds.persistentVolumeClaims, { ...claim, spec: { ...claim.spec, volumeName } });
    const { name } = claim.metadata;
    expect(await volumeAttached(attempt, name)).toBeUndefined();

    const attachment = (persistentVolumeName: string): KubernetesObject => ({
      apiVersion: 'storage.k8s.io/v1',
      kind: 'VolumeAttachment',
      metadata: { name: `at-${persistentVolumeName}` },
      ...{ spec: { attacher: 'dev.example', nodeName: 'nowhere', source: { persistentVolumeName } } },
    });
    await client.create(kinds.volumeAttachments, attachment(`other-${namespace}`));
    expect(await volumeAttached(attempt, name)).toBeUndefined();
    await client.create(kinds.volumeAttachments, attachment(volumeName));
    expect(await volumeAttached(attempt, name)).toMatch(
      /the volume of PersistentVolumeClaim prod-quay-postgres-13 to be detached/,
    );
    await client.delete(kinds.volumeAttachments, { name: `at-${volumeName}` });
    await client.delete(kinds.volumeAttachments, { name: `at-other-${namespace}` });
    await expect.poll(() => volumeAttached(attempt, name)).toBeUndefined();
  });
});
