import { describe, expect, it } from 'vitest';
import { ecosystemFinalizer } from '../../../domain/migration-names.ts';
import * as kinds from '../../../k8s/resource.ts';
import { attemptOf, changesIn, target, triesOf } from '../attempt/attempt.fixture.ts';
import { databaseResource, detachDatabase, holdEcosystem } from './old-database.ts';

const { namespace } = target;

describe('databaseResource', () => {
  it.each(['deployments', 'persistentvolumeclaims', 'services', 'secrets'])('knows %s', (plural) => {
    expect(databaseResource(plural).plural).toBe(plural);
  });

  it('knows no other kind as one of the old database', () => {
    expect(() => databaseResource('roles')).toThrow('the plan detaches roles');
  });
});

describe('holdEcosystem', () => {
  it('puts the finalizer beside others, once', async () => {
    const change = { ecosystem: { metadata: { finalizers: ['example.com/other'] } } };
    const { cluster, attempt } = await attemptOf({ change });
    await holdEcosystem(attempt);
    await holdEcosystem(attempt);
    expect(changesIn(cluster)).toEqual(['patch QuayEcosystem prod']);
    const held = cluster.peek(kinds.quayEcosystems, target)?.metadata.finalizers;
    expect(held).toEqual(['example.com/other', ecosystemFinalizer]);
    expect(attempt.original(kinds.quayEcosystems, 'prod')?.metadata.finalizers).toEqual(['example.com/other']);
  });

  it('fails without the QuayEcosystem', async () => {
    const { cluster, attempt } = await attemptOf();
    cluster.vanish(kinds.quayEcosystems, target);
    await expect(holdEcosystem(attempt)).rejects.toThrow('QuayEcosystem quay-enterprise/prod does not exist');
  });

  it('fails with another QuayEcosystem of that name', async () => {
    const { cluster, attempt } = await attemptOf();
    cluster.edit(kinds.quayEcosystems, target, { metadata: { uid: 'its successor' } });
    await expect(holdEcosystem(attempt)).rejects.toThrow(/deleted and created again/);
    expect(changesIn(cluster)).toEqual([]);
  });

  it('fails while it is being deleted, but not where it is already held', async () => {
    const { cluster, attempt } = await attemptOf();
    const deletionTimestamp = '2026-01-01T00:00:00Z';
    cluster.edit(kinds.quayEcosystems, target, { metadata: { deletionTimestamp } });
    await expect(holdEcosystem(attempt)).rejects.toThrow('QuayEcosystem quay-enterprise/prod is being deleted');
    cluster.edit(kinds.quayEcosystems, target, { metadata: { finalizers: [ecosystemFinalizer] } });
    await expect(holdEcosystem(attempt)).resolves.toBeUndefined();
  });
});

describe('detachDatabase', () => {
  const foreign = { apiVersion: 'v1', kind: 'ConfigMap', name: 'other', uid: 'other' };

  it('takes the QuayEcosystem off as an owner, and nobody else', async () => {
    const { cluster, attempt, plan } = await attemptOf();
    expect(plan.freeze.detached.length).toBeGreaterThan(0);
    const owner = { apiVersion: 'v1', kind: 'QuayEcosystem', name: 'prod', uid: attempt.journal.ecosystem.uid };
    const places = plan.freeze.detached.map(({ plural, name }) => {
      const resource = Object.values(kinds).find((one) => typeof one !== 'function' && one.plural === plural);
      return [resource as kinds.Resource, { namespace, name }] as const;
    });
    for (const [resource, place] of places) {
      cluster.edit(resource, place, { metadata: { ownerReferences: [owner, foreign] } });
    }
    await detachDatabase(attempt, plan);
    await detachDatabase(attempt, plan);
    expect(changesIn(cluster)).toHaveLength(places.length);
    for (const [resource, place] of places) {
      expect(cluster.peek(resource, place)?.metadata.ownerReferences).toEqual([foreign]);
      expect(attempt.original(resource, place.name)?.metadata.ownerReferences).toEqual([owner, foreign]);
    }
  });

  it('takes off the only owner, too', async () => {
    const { cluster, attempt, plan } = await attemptOf();
    const owner = { apiVersion: 'v1', kind: 'QuayEcosystem', name: 'prod', uid: attempt.journal.ecosystem.uid };
    const place = { namespace, name: 'prod-quay-postgresql' };
    cluster.edit(kinds.services, place, { metadata: { ownerReferences: [owner] } });
    await detachDatabase(attempt, plan);
    expect(cluster.peek(kinds.services, place)?.metadata.ownerReferences).toEqual([]);
  });

  it('leaves alone what belongs to others, and what is gone', async () => {
    const { cluster, attempt, plan } = await attemptOf();
    const [first, ...rest] = plan.freeze.detached;
    cluster.vanish(kinds.deployments, { namespace, name: first?.name ?? '' });
    for (const { plural, name } of rest) {
      const resource = Object.values(kinds).find((one) => typeof one !== 'function' && one.plural === plural);
      cluster.edit(resource as kinds.Resource, { namespace, name }, { metadata: { ownerReferences: [foreign] } });
    }
    expect(await triesOf(cluster, () => detachDatabase(attempt, plan))).toEqual([]);
  });
});
