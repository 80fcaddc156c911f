import { describe, expect, test } from 'vitest';
import { operatorDeployment, prodSnapshot } from '../../../domain/fixtures/prod-registry.fixture.ts';
import { collectionCommands, snapshotOf } from './read-snapshot.ts';
import { snapshotParts } from './snapshot-contents.ts';

const target = { namespace: 'quay-enterprise', name: 'prod' };
const now = new Date('2026-11-24T12:00:00Z');
const objects = [...prodSnapshot().objects, operatorDeployment];

describe('snapshotOf', () => {
  test('a dump that lacks what every such namespace has says so', () => {
    const dump = objects.filter(({ kind }) => kind !== 'Secret' && kind !== 'StorageClass');
    const unread = snapshotOf(dump, target, now).unread.map(({ resource }) => resource);
    expect(unread).toContain('secrets');
    expect(unread).toContain('storageclasses.storage.k8s.io');
    expect(unread).not.toContain('services');
    expect(unread).not.toContain('ingresses.networking.k8s.io');
  });

  test('a dump tells of no rights, and of no journals', () => {
    const snapshot = snapshotOf(objects, target, now);
    expect(snapshot.accountReviews).toEqual({ asked: false, reason: expect.stringMatching(/dump/) as string });
    expect(snapshot.journaledUids).toEqual([]);
    expect(snapshot.unread.map(({ resource }) => resource)).not.toContain('secrets');
    for (const { resource, reason, remedy } of snapshot.unread) {
      expect(reason).toBe('the dump contains none');
      expect(remedy).toMatch(
        new RegExp(
          `^Add the output of this command to the dump: oc get ${resource} (-n \\S+|--all-namespaces) -o yaml\\.$`,
        ),
      );
    }
  });

  test('what it holds and nobody can use is said once, with its own reason', () => {
    const dump = objects.filter(({ kind }) => kind !== 'Secret' && kind !== 'Service');
    const unread = [{ resource: 'secrets', reason: 'values are redacted' }];
    const said = snapshotOf(dump, target, now, { unread }).unread;
    expect(said.filter(({ resource }) => resource === 'secrets')).toEqual(unread);
    expect(said).toContainEqual({
      resource: 'services',
      reason: 'the dump contains none',
      remedy: `Add the output of this command to the dump: oc get services -n ${target.namespace} -o yaml.`,
    });
  });

  test('an object of the same kind in another group is none of what is expected', () => {
    const dump = objects.filter(({ kind }) => kind !== 'Service');
    const knative = { apiVersion: 'serving.knative.dev/v1', kind: 'Service', metadata: { name: 'x' } };
    const unread = snapshotOf([...dump, knative], target, now).unread;
    expect(unread.map(({ resource }) => resource)).toContain('services');
  });

  test('objects whose names run together are two', () => {
    const secret = (namespace: string, name: string) => ({
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { namespace, name },
    });
    expect(snapshotOf([secret('a', 'bc'), secret('ab', 'c')], target, now).objects).toHaveLength(2);
  });

  test('what is in it twice counts once', () => {
    expect(snapshotOf([...objects, ...objects], target, now).objects).toHaveLength(objects.length);
  });

  test('opens the certificates of the namespace alone', () => {
    const elsewhere = objects.map((object) => ({ ...object, metadata: { ...object.metadata, namespace: 'other' } }));
    expect(snapshotOf(objects, target, now).certificates).toHaveLength(1);
    expect(snapshotOf(elsewhere, target, now).certificates).toEqual([]);
  });
});

describe('collectionCommands', () => {
  const commands = collectionCommands('quay-enterprise', 'prod');

  test('one line for each part of a snapshot', () => {
    expect(commands).toHaveLength(snapshotParts().length);
    for (const command of commands) {
      expect(command).toMatch(/^oc get [a-z0-9.]+ .*-o yaml >> prod-dump\.yaml; echo --- >> prod-dump\.yaml$/);
    }
  });

  test.each([
    'oc get secrets -n quay-enterprise -o yaml',
    'oc get clusterserviceversions.operators.coreos.com --all-namespaces -o yaml',
    'oc get deployments.apps --all-namespaces -l olm.owner -o yaml',
    'oc get deployments.apps --all-namespaces --field-selector metadata.name=quay-operator-tng -o yaml',
    'oc get storageclasses.storage.k8s.io -o yaml',
  ])('%s', (line) => {
    expect(commands.some((command) => command.startsWith(line))).toBe(true);
  });
});
