import { describe, expect, it } from 'vitest';
import { labelsOf, migrationLabels, registryFinalizer } from '../../../domain/migration-names.ts';
import type { OwnerReference } from '../../../k8s/object.ts';
import * as kinds from '../../../k8s/resource.ts';
import { type AttemptUnderTest, attemptOf, changesIn, target } from '../attempt/attempt.fixture.ts';
import { removeRegistry } from './remove-registry.ts';
import { madeRegistry, newPod } from './rolling-back.fixture.ts';

const { namespace } = target;
const deletionTimestamp = '2026-01-01T00:00:00Z';
const registryOwner = { apiVersion: 'quay.redhat.com/v1', kind: 'QuayRegistry', name: 'prod', uid: 'registry-uid' };
const other = { apiVersion: 'v1', kind: 'ConfigMap', name: 'other', uid: 'other' };

const registryOf = ({ cluster }: AttemptUnderTest) => cluster.peek(kinds.quayRegistries, target);

/** Volume and keys, as the operator owns them; their places. */
function evidence({ cluster, plan }: AttemptUnderTest, ownerReferences: readonly OwnerReference[]) {
  const claim = plan.database.claim;
  if (claim === undefined) throw new Error('the plan has no volume');
  const { managedKeys } = plan.registry;
  cluster.seed(kinds.persistentVolumeClaims, { ...claim, metadata: { ...claim.metadata, ownerReferences } });
  cluster.seed(kinds.secrets, { ...managedKeys, metadata: { ...managedKeys.metadata, ownerReferences } });
  const owners = (): readonly unknown[] => [
    cluster.peek(kinds.persistentVolumeClaims, { namespace, name: claim.metadata.name })?.metadata.ownerReferences,
    cluster.peek(kinds.secrets, { namespace, name: managedKeys.metadata.name })?.metadata.ownerReferences,
  ];
  return { owners };
}

function ago(seconds: number): string {
  return new Date(Date.now() - seconds * 1000).toISOString();
}

describe('a QuayRegistry that is not of this migration', () => {
  const nothing = { kind: 'done', message: 'this migration has no QuayRegistry' };

  it('is not there', async () => {
    const { cluster, attempt } = await attemptOf();
    expect(await removeRegistry(attempt)).toEqual(nothing);
    expect(cluster.writes).toEqual([]);
  });

  it.each([
    ['one of another uid than was recorded', { uid: 'foreign' }, { 'quayregistries/prod': { uid: 'registry-uid' } }],
    ['one that this attempt never made, whatever its labels say', {}, {}],
    ['one of another attempt', { labels: labelsOf('prod', 2) }, { 'quayregistries/prod': {} }],
    ['one without labels', { labels: null }, { 'quayregistries/prod': {} }],
  ])('is left alone: %s', async (_title, metadata, created) => {
    const test = await attemptOf();
    const { cluster, attempt } = test;
    await madeRegistry(test);
    cluster.edit(kinds.quayRegistries, target, { metadata: { ...metadata, deletionTimestamp } });
    await attempt.update({ created });
    cluster.writes.length = 0;
    expect(await removeRegistry(attempt)).toEqual(nothing);
    expect(cluster.writes).toEqual([]);
  });
});

describe('a QuayRegistry of this migration', () => {
  it('is deleted, once, and its finalizer holds it for the next look', async () => {
    const test = await attemptOf();
    await madeRegistry(test);
    expect(await removeRegistry(test.attempt)).toEqual({
      kind: 'wait',
      seconds: 0,
      message: 'deleting the QuayRegistry',
    });
    expect(changesIn(test.cluster)).toEqual(['delete QuayRegistry prod']);
    expect(registryOf(test)?.metadata.finalizers).toContain(registryFinalizer);
    const again = await removeRegistry(await test.restarted());
    expect(again).toMatchObject({ kind: 'wait', seconds: 1 });
    expect(again.message).toMatch(/for quay-operator to remove its finalizer from the QuayRegistry/);
    expect(changesIn(test.cluster)).toEqual(['delete QuayRegistry prod', 'patch QuayRegistry prod']);
    expect(registryOf(test)?.metadata.finalizers).toEqual(['quay-operator/finalizer']);
  });

  it('is known by the attempt that it names where the service died before it wrote the uid down', async () => {
    const test = await attemptOf();
    await madeRegistry(test);
    await test.attempt.update({ created: { 'quayregistries/prod': {} } });
    expect(test.plan.registry.registry.metadata.labels?.[migrationLabels.attempt]).toBe('3');
    await removeRegistry(test.attempt);
    expect(changesIn(test.cluster)).toEqual(['delete QuayRegistry prod']);
  });

  it('is not deleted in the place of a successor that comes in that moment', async () => {
    const test = await attemptOf();
    await madeRegistry(test);
    test.cluster.beforeWrite = (verb) => {
      if (verb === 'delete') test.cluster.edit(kinds.quayRegistries, target, { metadata: { uid: 'successor' } });
    };
    await expect(removeRegistry(test.attempt)).rejects.toThrow(/modified/);
    expect(registryOf(test)?.metadata.deletionTimestamp).toBeUndefined();
  });

  it('is looked at for its first pod before it goes: what that wrote must be kept', async () => {
    const test = await attemptOf();
    await madeRegistry(test);
    test.cluster.seed(kinds.pods, newPod('quay-mirror'));
    await removeRegistry(test.attempt);
    expect((await test.restarted()).journal.registryRan).toBe(true);
  });

  it('is not waited for when it is gone', async () => {
    const test = await attemptOf();
    await madeRegistry(test);
    test.cluster.vanish(kinds.quayRegistries, target);
    expect((await removeRegistry(test.attempt)).kind).toBe('done');
  });
});

describe('volume and keys of the new registry', () => {
  it('stay when it has run: nothing is let go before a look finds no owner', async () => {
    const test = await attemptOf({ journal: { registryRan: true } });
    await madeRegistry(test, { deletionTimestamp });
    const { owners } = evidence(test, [registryOwner, other]);
    const outcome = await removeRegistry(test.attempt);
    expect(outcome).toMatchObject({ kind: 'wait', seconds: 30 });
    expect(outcome.message).toMatch(/detaching the volume and the keys/);
    expect(owners()).toEqual([[other], [other]]);
    expect(registryOf(test)?.metadata.finalizers).toContain(registryFinalizer);
    // A pass that the operator began before puts its owner back.
    const { name } = test.plan.registry.managedKeys.metadata;
    test.cluster.edit(kinds.secrets, { namespace, name }, { metadata: { ownerReferences: [registryOwner] } });
    expect(await removeRegistry(await test.restarted())).toMatchObject({ seconds: 30 });
    expect(owners()).toEqual([[other], []]);
    expect(registryOf(test)?.metadata.finalizers).toContain(registryFinalizer);
    expect(await removeRegistry(await test.restarted())).toMatchObject({ seconds: 1 });
    expect(registryOf(test)?.metadata.finalizers).toEqual(['quay-operator/finalizer']);
  });

  it('go with it when it never ran', async () => {
    const test = await attemptOf();
    await madeRegistry(test, { deletionTimestamp });
    const { owners } = evidence(test, [registryOwner]);
    expect(await removeRegistry(test.attempt)).toMatchObject({ seconds: 1 });
    expect(owners()).toEqual([[registryOwner], [registryOwner]]);
    expect(registryOf(test)?.metadata.finalizers).toEqual(['quay-operator/finalizer']);
  });

  it('may belong to others, or to nobody, or be gone', async () => {
    const test = await attemptOf({ journal: { registryRan: true } });
    await madeRegistry(test, { deletionTimestamp });
    evidence(test, [other]);
    test.cluster.vanish(kinds.persistentVolumeClaims, { namespace, name: 'prod-quay-postgres-13' });
    expect(await removeRegistry(test.attempt)).toMatchObject({ seconds: 1 });
    expect(changesIn(test.cluster)).toEqual(['patch QuayRegistry prod']);
  });

  it('are keys alone where the database is upgraded in place', async () => {
    const test = await attemptOf({ choices: { database: 'unmanaged' }, journal: { registryRan: true } });
    await madeRegistry(test, { deletionTimestamp });
    const { managedKeys } = test.plan.registry;
    const metadata = { ...managedKeys.metadata, ownerReferences: [registryOwner] };
    test.cluster.seed(kinds.secrets, { ...managedKeys, metadata });
    expect(await removeRegistry(test.attempt)).toMatchObject({ seconds: 30 });
    expect(changesIn(test.cluster)).toEqual([`patch Secret ${managedKeys.metadata.name}`]);
  });

  it('are not changed over the write of somebody else', async () => {
    const test = await attemptOf({ journal: { registryRan: true } });
    await madeRegistry(test, { deletionTimestamp });
    const { owners } = evidence(test, [registryOwner]);
    const place = { namespace, name: 'prod-quay-postgres-13' };
    test.cluster.beforeWrite = () => {
      test.cluster.edit(kinds.persistentVolumeClaims, place, { metadata: { labels: { touched: 'yes' } } });
    };
    await expect(removeRegistry(test.attempt)).rejects.toThrow(/modified/);
    expect(owners()[0]).toEqual([registryOwner]);
  });
});

describe('an operator that is down', () => {
  it.each([
    [59, 1, 'wait'],
    [61, 1, 'done'],
    [61, 2, 'wait'],
    [121, 2, 'done'],
  ])('is waited for a minute: %i s at scale %i is %s', async (seconds, waitScale, kind) => {
    const record = { state: 'running' as const, startedAt: ago(seconds), message: '' };
    const test = await attemptOf({ journal: { rollback: { 'remove-registry': record } }, settings: { waitScale } });
    await madeRegistry(test, { deletionTimestamp });
    const outcome = await removeRegistry(test.attempt);
    expect(outcome.kind).toBe(kind);
    if (kind === 'done') expect(outcome.message).toMatch(/quay-operator has not removed its finalizer.*stops the pods/);
    expect(registryOf(test)?.metadata.finalizers).toEqual(['quay-operator/finalizer']);
  });

  it('loses nothing: our finalizer is taken off once, and over no write of others', async () => {
    const test = await attemptOf();
    await madeRegistry(test, { deletionTimestamp });
    test.cluster.beforeWrite = () => {
      test.cluster.edit(kinds.quayRegistries, target, { metadata: { labels: { touched: 'yes' } } });
    };
    await expect(removeRegistry(test.attempt)).rejects.toThrow(/modified/);
    test.cluster.beforeWrite = () => undefined;
    await removeRegistry(test.attempt);
    test.cluster.writes.length = 0;
    await removeRegistry(test.attempt);
    expect(changesIn(test.cluster)).toEqual([]);
    test.cluster.edit(kinds.quayRegistries, target, { metadata: { finalizers: null } });
    await removeRegistry(test.attempt);
    expect(changesIn(test.cluster)).toEqual([]);
  });
});
