import { describe, expect, it, vi } from 'vitest';
import * as kinds from '../../../k8s/resource.ts';
import { type AttemptCase, type AttemptUnderTest, attemptOf, changesIn, target } from '../attempt/attempt.fixture.ts';
import { freeze } from '../steps/freeze.ts';
import { restoreWorkloads } from './restore-workloads.ts';
import { forgetPlan } from './rolling-back.fixture.ts';

const { namespace } = target;
const writers = ['prod-quay', 'prod-quay-repomirror', 'prod-quay-config'];
const upgradeJob = 'jobs/prod-qm-upgrade-3';

/** An attempt that has stopped the old registry: nothing of it is available any more. */
async function frozen(differs: AttemptCase = {}): Promise<AttemptUnderTest> {
  const test = await attemptOf(differs);
  await freeze(test.attempt);
  for (const name of writers) {
    test.cluster.edit(kinds.deployments, { namespace, name }, { status: { availableReplicas: null } });
  }
  test.cluster.writes.length = 0;
  return test;
}

function serves({ cluster }: AttemptUnderTest, ...names: readonly string[]): void {
  for (const name of names) {
    cluster.edit(kinds.deployments, { namespace, name }, { status: { availableReplicas: 1 } });
  }
}

const deploymentOf = ({ cluster }: AttemptUnderTest, name: string) =>
  cluster.peek(kinds.deployments, { namespace, name });

describe('restoreWorkloads', () => {
  it('has nothing to do before there was a plan', async () => {
    const { cluster, attempt } = await frozen();
    await forgetPlan(attempt);
    expect(await restoreWorkloads(attempt)).toEqual({ kind: 'done', message: 'no Deployment was scaled down' });
    expect(changesIn(cluster)).toEqual([]);
  });

  it('gives every writer its replicas back, once, and waits until each of them serves', async () => {
    const test = await frozen();
    const outcome = await restoreWorkloads(test.attempt);
    expect(outcome).toMatchObject({ kind: 'wait', seconds: 1 });
    expect(outcome.message).toBe(`waiting for ${writers.join(', ')} to become available`);
    expect(changesIn(test.cluster)).toEqual(writers.map((name) => `patch Deployment ${name}`));
    for (const name of writers) expect(deploymentOf(test, name)?.spec?.replicas).toBe(1);
    test.cluster.writes.length = 0;
    serves(test, 'prod-quay', 'prod-quay-config');
    expect((await restoreWorkloads(await test.restarted())).message).toMatch(/for prod-quay-repomirror to/);
    serves(test, ...writers);
    expect(await restoreWorkloads(test.attempt)).toEqual({
      kind: 'done',
      message: 'the old registry is available again',
    });
    expect(changesIn(test.cluster)).toEqual([]);
  });

  it('leaves alone what was never stopped', async () => {
    const test = await attemptOf();
    for (const name of writers) {
      test.cluster.edit(kinds.deployments, { namespace, name }, { spec: { replicas: 0 }, status: null });
    }
    expect((await restoreWorkloads(test.attempt)).kind).toBe('done');
    expect(changesIn(test.cluster)).toEqual([]);
  });

  it('does not wait for one that was at zero before', async () => {
    const test = await attemptOf();
    test.cluster.edit(kinds.deployments, { namespace, name: 'prod-quay-config' }, { spec: { replicas: 0 } });
    const config = deploymentOf(test, 'prod-quay-config');
    if (config === undefined) throw new Error('no Deployment');
    await test.attempt.recordOriginal(kinds.deployments, config);
    test.cluster.edit(kinds.deployments, { namespace, name: 'prod-quay-config' }, { status: null });
    test.cluster.beforeWrite = () => {
      throw new Error('there is nothing to write');
    };
    expect((await restoreWorkloads(test.attempt)).kind).toBe('done');
  });

  it('keeps replicas that somebody else has set meanwhile', async () => {
    const test = await frozen();
    test.cluster.edit(kinds.deployments, { namespace, name: 'prod-quay' }, { spec: { replicas: 5 } });
    await restoreWorkloads(test.attempt);
    expect(deploymentOf(test, 'prod-quay')?.spec?.replicas).toBe(5);
    expect(changesIn(test.cluster)).not.toContain('patch Deployment prod-quay');
  });

  it('takes one replica for what a Deployment has that names none', async () => {
    const name = 'prod-quay';
    const test = await attemptOf();
    test.cluster.edit(kinds.deployments, { namespace, name }, { spec: { replicas: null } });
    await freeze(test.attempt);
    test.cluster.edit(kinds.deployments, { namespace, name }, { status: null });
    test.cluster.writes.length = 0;
    expect((await restoreWorkloads(test.attempt)).message).toMatch(/^waiting for prod-quay to/);
    expect(deploymentOf(test, name)?.spec?.replicas).toBe(1);
    test.cluster.writes.length = 0;
    test.cluster.edit(kinds.deployments, { namespace, name }, { spec: { replicas: null } });
    await restoreWorkloads(test.attempt);
    expect(changesIn(test.cluster)).toEqual([]);
  });

  it('makes one anew that went with the QuayEcosystem, owned by nobody', async () => {
    const name = 'prod-quay';
    const test = await attemptOf();
    const owner = { apiVersion: 'v1', kind: 'QuayEcosystem', name: 'prod', uid: test.attempt.journal.ecosystem.uid };
    const managedFields = [{ manager: 'quay-operator' }];
    const metadata = { ownerReferences: [owner], managedFields, labels: { team: 'a' } };
    test.cluster.edit(kinds.deployments, { namespace, name }, { metadata });
    await freeze(test.attempt);
    const before = test.attempt.original(kinds.deployments, name);
    test.cluster.vanish(kinds.deployments, { namespace, name });
    test.cluster.writes.length = 0;
    const create = vi.spyOn(test.cluster, 'create');
    expect((await restoreWorkloads(test.attempt)).message).toMatch(/^waiting for prod-quay to/);
    expect(changesIn(test.cluster)).toContain('create Deployment prod-quay');
    const [, sent] = create.mock.calls[0] ?? [];
    expect(sent).not.toHaveProperty('status');
    for (const own of ['uid', 'resourceVersion', 'managedFields']) expect(sent?.metadata).not.toHaveProperty(own);
    const after = deploymentOf(test, name);
    expect(after?.spec).toEqual(before?.spec);
    expect(after?.metadata).toMatchObject({ labels: { team: 'a' }, ownerReferences: [] });
    await restoreWorkloads(await test.restarted());
    expect(changesIn(test.cluster).filter((change) => change.startsWith('create'))).toHaveLength(1);
  });
});

describe('a database that was upgraded in place', () => {
  const choices = { database: 'unmanaged' } as const;
  const acknowledged = (value: string) => ({ metadata: { annotations: { 'quay-migration/acknowledged': value } } });

  it('must be restored first, and a person has to say so', async () => {
    const test = await frozen({ choices });
    await test.attempt.update({ created: { [upgradeJob]: { uid: 'upgrade' } } });
    const outcome = await restoreWorkloads(test.attempt);
    expect(outcome).toMatchObject({ kind: 'wait', seconds: 10 });
    expect(outcome.message).toMatch(
      /upgraded in place.*restore the backup.*oc annotate quayecosystem prod -n quay-enterprise --overwrite 'quay-migration\/acknowledged=database-restored'$/,
    );
    test.cluster.edit(kinds.quayEcosystems, target, acknowledged('some-finding'));
    expect(await restoreWorkloads(test.attempt)).toEqual(outcome);
    expect(changesIn(test.cluster)).toEqual([]);
    test.cluster.edit(kinds.quayEcosystems, target, acknowledged('database-restored'));
    expect((await restoreWorkloads(await test.restarted())).message).toMatch(/to become available/);
    expect(changesIn(test.cluster)).toHaveLength(writers.length);
  });

  it('is asked for by the request of this attempt, and not of another one', async () => {
    const test = await frozen({ choices, journal: { request: 'monday', requests: ['monday'] } });
    await test.attempt.update({ created: { [upgradeJob]: {} } });
    expect((await restoreWorkloads(test.attempt)).message).toContain(
      "'quay-migration/acknowledged=monday: database-restored'",
    );
    test.cluster.vanish(kinds.quayEcosystems, target);
    expect((await restoreWorkloads(test.attempt)).message).toContain('database-restored');
  });

  it.each<[string, AttemptCase]>([
    ['the upgrade never began', { choices }],
    [
      'it is still at its old revision',
      { choices, journal: { created: { [upgradeJob]: {} }, databaseUntouched: true } },
    ],
    ['the upgrade was of a copy', { journal: { created: { [upgradeJob]: {} } } }],
  ])('is as it was where %s', async (_title, differs) => {
    const test = await frozen(differs);
    expect((await restoreWorkloads(test.attempt)).message).toMatch(/to become available/);
  });

  it('is not as it was while nobody has looked', async () => {
    const test = await frozen({ choices, journal: { created: { [upgradeJob]: {} }, databaseUntouched: false } });
    expect(await restoreWorkloads(test.attempt)).toMatchObject({ kind: 'wait', seconds: 10 });
  });
});
