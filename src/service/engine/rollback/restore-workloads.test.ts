import { describe, expect, it } from 'vitest';
import { ecosystemFinalizer } from '../../../domain/plan/migration-names.ts';
import * as kinds from '../../../k8s/resource.ts';
import { type AttemptCase, type AttemptUnderTest, attemptOf, changesIn, target } from '../attempt.fixture.ts';
import { freeze } from '../steps/freeze.ts';
import { detachable, snapshot } from '../steps/snapshot.ts';
import { restoreOwnershipPart } from './restore-ownership-part.ts';
import { restoreWorkloads } from './restore-workloads.ts';

const { namespace } = target;
const place = { namespace, name: 'prod-quay' };
const owner = { apiVersion: 'v1', kind: 'QuayEcosystem', name: 'prod', uid: 'uid-QuayEcosystem-prod' };
const patch = { 'Deployment/prod-quay-postgresql': { metadata: { ownerReferences: [owner] } } };

async function frozen(differs: AttemptCase = {}): Promise<AttemptUnderTest> {
  const test = await attemptOf({ change: { patch }, ...differs });
  await snapshot(test.attempt);
  await freeze(test.attempt);
  test.cluster.writes.length = 0;
  return test;
}

describe('restoreWorkloads', () => {
  it('gives each writer its replicas, and waits until one of each is available', async () => {
    const test = await frozen();
    for (const name of test.plan.freeze.writers) {
      test.cluster.edit(kinds.deployments, { namespace, name }, { status: { availableReplicas: 0 } });
    }
    const outcome = await restoreWorkloads(test.attempt);
    expect(outcome).toMatchObject({ kind: 'wait', seconds: 1 });
    expect(outcome.message).toBe(`waiting for ${test.plan.freeze.writers.join(', ')} to serve again`);
    for (const name of test.plan.freeze.writers) {
      expect(test.cluster.peek(kinds.deployments, { namespace, name })?.spec?.replicas ?? 1).not.toBe(0);
      test.cluster.edit(kinds.deployments, { namespace, name }, { status: { availableReplicas: 1 } });
    }
    test.cluster.writes.length = 0;
    expect((await restoreWorkloads(await test.restarted())).kind).toBe('done');
    expect(test.cluster.writes).toEqual([]);
  });

  it('does not wait for a writer that had no replicas', async () => {
    const test = await attemptOf();
    test.cluster.edit(kinds.deployments, place, { spec: { replicas: 0 }, status: { availableReplicas: 0 } });
    await snapshot(test.attempt);
    await freeze(test.attempt);
    expect((await restoreWorkloads(test.attempt)).kind).toBe('done');
    expect(test.cluster.peek(kinds.deployments, place)?.spec?.replicas).toBe(0);
  });

  it('leaves replicas alone that somebody has set meanwhile', async () => {
    const test = await frozen();
    test.cluster.edit(kinds.deployments, place, { spec: { replicas: 5 } });
    await restoreWorkloads(test.attempt);
    expect(test.cluster.peek(kinds.deployments, place)?.spec?.replicas).toBe(5);
  });

  it('makes a Deployment anew that is gone, without an owner that would take it away', async () => {
    const test = await frozen();
    const original = test.attempt.original(kinds.deployments, 'prod-quay');
    test.cluster.vanish(kinds.deployments, place);
    expect((await restoreWorkloads(test.attempt)).message).toMatch(/waiting for prod-quay/);
    const made = test.cluster.peek(kinds.deployments, place);
    expect(made?.spec).toEqual(original?.spec);
    expect(made?.metadata).toMatchObject({ ownerReferences: [], name: 'prod-quay' });
    expect(made?.metadata.uid).not.toBe(original?.metadata.uid);
    expect(made).not.toHaveProperty('status');
  });

  it('does nothing for a writer that was never recorded', async () => {
    const test = await attemptOf();
    expect((await restoreWorkloads(test.attempt)).kind).toBe('done');
    expect(changesIn(test.cluster)).toEqual([]);
  });

  describe('after an upgrade in place', () => {
    async function upgraded(request = 'label'): Promise<AttemptUnderTest> {
      const test = await frozen({ choices: { database: 'unmanaged' }, journal: { request } });
      const { name } = test.plan.work.upgrade.metadata;
      await test.attempt.update({ created: { [`jobs/${name}`]: { uid: 'x' } } });
      return test;
    }

    it.each([
      ['label', /'quay-migration\/acknowledged=database-restored'$/],
      ['again', /'quay-migration\/acknowledged=again: database-restored'$/],
    ])('starts nothing until a person says that the database is restored (request %s)', async (request, said) => {
      const test = await upgraded(request);
      const outcome = await restoreWorkloads(test.attempt);
      expect(outcome).toMatchObject({ kind: 'wait', seconds: 10, message: expect.stringMatching(said) as never });
      expect(outcome.message).toContain(`oc annotate quayecosystem prod -n ${namespace} --overwrite`);
      expect(test.cluster.peek(kinds.deployments, place)?.spec?.replicas).toBe(0);
      const prefix = request === 'label' ? '' : `${request}: `;
      test.cluster.edit(kinds.quayEcosystems, target, {
        metadata: {
          annotations: {
            'quay-migration/acknowledged': `${prefix}database-restored`,
            ...(request !== 'label' && { 'quay-migration/request': request }),
          },
        },
      });
      await restoreWorkloads(test.attempt);
      expect(test.cluster.peek(kinds.deployments, place)?.spec?.replicas).not.toBe(0);
    });

    it('starts it when the database was not changed, or the upgrade never began', async () => {
      const untouched = await upgraded();
      await untouched.attempt.update({ databaseUntouched: true });
      await restoreWorkloads(untouched.attempt);
      const never = await upgraded();
      await never.attempt.update({ created: {} });
      await restoreWorkloads(never.attempt);
      for (const { cluster } of [untouched, never]) {
        expect(cluster.peek(kinds.deployments, place)?.spec?.replicas).not.toBe(0);
      }
    });

    it('needs no restore where a copy was upgraded', async () => {
      const test = await frozen();
      const { name } = test.plan.work.upgrade.metadata;
      await test.attempt.update({ created: { [`jobs/${name}`]: { uid: 'x' } } });
      await restoreWorkloads(test.attempt);
      expect(test.cluster.peek(kinds.deployments, place)?.spec?.replicas).not.toBe(0);
    });
  });
});

describe('restoreOwnershipPart', () => {
  const database = { namespace, name: 'prod-quay-postgresql' };

  it('gives the old database its owner back, and takes the finalizer off', async () => {
    const test = await frozen();
    expect(test.cluster.peek(kinds.deployments, database)?.metadata.ownerReferences).toEqual([]);
    expect((await restoreOwnershipPart(test.attempt)).kind).toBe('done');
    for (const { plural, name } of test.plan.freeze.detached) {
      const resource = detachable(plural);
      const found = test.cluster.peek(resource, { namespace, name })?.metadata.ownerReferences ?? [];
      expect(found).toEqual(test.attempt.original(resource, name)?.metadata.ownerReferences ?? []);
    }
    expect(test.cluster.peek(kinds.deployments, database)?.metadata.ownerReferences).toEqual([owner]);
    expect(test.cluster.peek(kinds.quayEcosystems, target)?.metadata.finalizers ?? []).not.toContain(
      ecosystemFinalizer,
    );
    test.cluster.writes.length = 0;
    await restoreOwnershipPart(test.attempt);
    expect(test.cluster.writes).toEqual([]);
  });

  it('keeps finalizers and owners of others', async () => {
    const test = await frozen();
    const other = { apiVersion: 'v1', kind: 'ConfigMap', name: 'other', uid: 'other' };
    test.cluster.edit(kinds.deployments, database, { metadata: { ownerReferences: [other] } });
    test.cluster.edit(kinds.quayEcosystems, target, {
      metadata: { finalizers: ['example.com/x', ecosystemFinalizer] },
    });
    await restoreOwnershipPart(test.attempt);
    expect(test.cluster.peek(kinds.deployments, database)?.metadata.ownerReferences).toEqual([other, owner]);
    expect(test.cluster.peek(kinds.quayEcosystems, target)?.metadata.finalizers).toEqual(['example.com/x']);
  });

  it.each([
    ['is being deleted', { deletionTimestamp: '2026-01-01T00:00:00Z' }],
    ['is another one', { uid: 'another' }],
  ])('leaves the old database without owner when the QuayEcosystem %s', async (_what, metadata) => {
    const test = await frozen();
    test.cluster.edit(kinds.quayEcosystems, target, { metadata });
    await restoreOwnershipPart(test.attempt);
    expect(test.cluster.peek(kinds.deployments, database)?.metadata.ownerReferences).toEqual([]);
    expect(test.cluster.peek(kinds.quayEcosystems, target)?.metadata.finalizers ?? []).not.toContain(
      ecosystemFinalizer,
    );
  });

  it('does without a QuayEcosystem, and without objects that are gone', async () => {
    const test = await frozen();
    test.cluster.vanish(kinds.deployments, database);
    await restoreOwnershipPart(test.attempt);
    test.cluster.vanish(kinds.quayEcosystems, target);
    test.cluster.writes.length = 0;
    expect((await restoreOwnershipPart(test.attempt)).kind).toBe('done');
    expect(test.cluster.writes).toEqual([]);
  });

  it('gives nothing back that the new registry goes on using', async () => {
    const test = await frozen({ choices: { database: 'unmanaged' } });
    const detached = await frozen({ choices: { database: 'unmanaged' }, journal: { phase: 'rolling-back' } });
    for (const { attempt } of [test, detached]) await restoreOwnershipPart(attempt);
    const owners = ({ cluster }: AttemptUnderTest) =>
      cluster.peek(kinds.deployments, database)?.metadata.ownerReferences;
    expect(test.plan.freeze.detached.map(({ name }) => name)).toContain(database.name);
    expect(owners(test)).toEqual([]);
    expect(owners(detached)).toEqual([owner]);
  });

  it('has nothing to do before there was a plan', async () => {
    const { attempt, cluster } = await attemptOf();
    const { plan: _plan, ...journal } = attempt.journal;
    await attempt.replaceJournal(journal);
    expect(await restoreOwnershipPart(attempt)).toEqual({ kind: 'done', message: 'nothing was detached' });
    expect(await restoreWorkloads(attempt)).toEqual({ kind: 'done', message: 'nothing was stopped' });
    expect(changesIn(cluster)).toEqual([]);
  });
});
