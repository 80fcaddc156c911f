import { describe, expect, it } from 'vitest';
import { labelsOf } from '../../../domain/migration-names.ts';
import type { ConfigMap } from '../../../k8s/configmap.ts';
import { configMaps, deployments, secrets, services } from '../../../k8s/resource.ts';
import { ApiError, RejectedWrite } from '../../kube/api-error.ts';
import { attemptOf, changesIn, target, triesOf } from './attempt.fixture.ts';
import type { Journal } from '../journal/journal.ts';

const { namespace } = target;
const place = { namespace, name: 'ours' };
const key = 'configmaps/ours';

function configMap(metadata: Partial<ConfigMap['metadata']> = {}): ConfigMap {
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata: { ...place, labels: labelsOf('prod', 3), ...metadata } };
}

describe('ensureCreated', () => {
  it('journals the intent before it creates, and the uid after', async () => {
    const { cluster, attempt, restarted } = await attemptOf();
    const seen: string[] = [];
    cluster.beforeWrite = (verb, { kind }) => void seen.push(`${verb} ${kind}`);
    const made = await attempt.ensureCreated(configMaps, configMap());
    expect(seen).toEqual(['update Secret', 'create ConfigMap', 'update Secret']);
    expect((await restarted()).journal.created[key]).toEqual({ uid: made.metadata.uid });
    expect(made).toEqual(cluster.peek(configMaps, place));
  });

  it('journals the intent alone where the service ends before the write', async () => {
    const { cluster, attempt, restarted } = await attemptOf();
    cluster.beforeWrite = (verb) => {
      if (verb === 'create') throw new ApiError(500, '', 'down');
    };
    await expect(attempt.ensureCreated(configMaps, configMap())).rejects.toThrow('down');
    expect((await restarted()).journal.created).toEqual({ [key]: {} });
    cluster.beforeWrite = () => undefined;
    const tries = await triesOf(cluster, async () => (await restarted()).ensureCreated(configMaps, configMap()));
    expect(tries.slice(0, 1)).toEqual(['create ConfigMap ours']);
  });

  it('takes what it made itself before the service ended, and writes its uid down', async () => {
    const { cluster, attempt } = await attemptOf({ journal: { created: { [key]: {} } } });
    cluster.seed(configMaps, configMap({ uid: 'made before' }));
    expect((await attempt.ensureCreated(configMaps, configMap())).metadata.uid).toBe('made before');
    expect(attempt.journal.created[key]).toEqual({ uid: 'made before' });
    expect(await triesOf(cluster, () => attempt.ensureCreated(configMaps, configMap()))).toEqual([]);
  });

  it.each<[string, Journal['created'], Partial<ConfigMap['metadata']>]>([
    ['it has not journaled', {}, {}],
    ['has no label', { [key]: {} }, { labels: {} }],
    ['has no labels at all', { [key]: {} }, { labels: undefined as never }],
    ['is of another attempt', { [key]: {} }, { labels: labelsOf('prod', 2) }],
    ['has another uid', { [key]: { uid: 'first' } }, { uid: 'second' }],
  ])('takes over nothing that %s', async (_what, created, metadata) => {
    const { cluster, attempt } = await attemptOf({ journal: { created } });
    cluster.seed(configMaps, configMap(metadata));
    await expect(attempt.ensureCreated(configMaps, configMap())).rejects.toMatchObject({
      message: expect.stringContaining(`ConfigMap ${namespace}/ours exists`) as never,
      remedy: expect.stringContaining(`oc delete configmaps ours -n ${namespace}`) as never,
    });
    expect(cluster.writes).toEqual([]);
  });

  it('makes another where its own is gone, and no longer expects the uid of before', async () => {
    const created = { [key]: { uid: 'gone' }, 'secrets/other': {} };
    const { cluster, attempt } = await attemptOf({ journal: { created } });
    const { metadata } = await attempt.ensureCreated(configMaps, configMap());
    expect(metadata.uid).not.toBe('gone');
    expect(attempt.journal.created).toEqual({ [key]: { uid: metadata.uid }, 'secrets/other': {} });
    expect(changesIn(cluster)).toEqual(['create ConfigMap ours']);
  });

  it('looks again where somebody was quicker', async () => {
    const { cluster, attempt } = await attemptOf();
    let late = true;
    cluster.beforeWrite = (verb) => {
      if (verb !== 'create' || !late) return;
      late = false;
      cluster.seed(configMaps, configMap());
    };
    const found = await attempt.ensureCreated(configMaps, configMap());
    expect(found).toEqual(cluster.peek(configMaps, place));
    expect(attempt.journal.created[key]).toEqual({ uid: found.metadata.uid });
    const stranger = await attemptOf();
    stranger.cluster.beforeWrite = (verb) => {
      if (verb === 'create') stranger.cluster.seed(configMaps, configMap({ labels: {} }));
    };
    await expect(stranger.attempt.ensureCreated(configMaps, configMap())).rejects.toThrow(/was not created by/);
  });

  it('says which write the API server refuses', async () => {
    const { cluster, attempt } = await attemptOf();
    cluster.beforeWrite = (verb) => {
      if (verb === 'create') throw new ApiError(403, 'Forbidden', 'no');
    };
    const refused = attempt.ensureCreated(configMaps, configMap());
    await expect(refused).rejects.toBeInstanceOf(RejectedWrite);
    await expect(refused).rejects.toMatchObject({ verb: 'create', object: `ConfigMap ${namespace}/ours` });
  });
});

describe('change', () => {
  it('journals the original before it writes, and never again', async () => {
    const { cluster, attempt, restarted } = await attemptOf();
    const at = { namespace, name: 'prod-quay' };
    const before = cluster.peek(deployments, at);
    const seen: string[] = [];
    cluster.beforeWrite = (verb, { kind }) => void seen.push(`${verb} ${kind}`);
    const body = { spec: { replicas: 0 }, metadata: { labels: { more: 'one' } } };
    const changed = await attempt.change(deployments, before as never, { type: 'merge', body });
    expect(seen).toEqual(['update Secret', 'patch Deployment']);
    expect(changed).toMatchObject({ spec: { replicas: 0 }, metadata: { labels: { more: 'one' } } });
    await attempt.change(deployments, changed, { type: 'merge', body: { spec: { replicas: 3 } } });
    expect(seen).toEqual(['update Secret', 'patch Deployment', 'patch Deployment']);
    expect((await restarted()).original(deployments, 'prod-quay')).toEqual(before);
    expect((await restarted()).original(services, 'prod-quay')).toBeUndefined();
  });

  it('changes only the version that was looked at', async () => {
    const { cluster, attempt } = await attemptOf();
    const at = { namespace, name: 'prod-quay' };
    const seen = cluster.peek(deployments, at);
    cluster.edit(deployments, at, { spec: { paused: true } });
    const late = attempt.change(deployments, seen as never, { type: 'merge', body: { spec: { replicas: 0 } } });
    await expect(late).rejects.toMatchObject({ code: 409 });
    expect(cluster.peek(deployments, at)?.spec?.replicas).toBe(1);
  });

  it('keeps the data of Secrets to itself, and that of nothing else', async () => {
    const { cluster, attempt } = await attemptOf();
    const secret = cluster.peek(secrets, { namespace, name: 'prod-db-creds' });
    await attempt.recordOriginal(secrets, secret as never);
    expect(attempt.original(secrets, 'prod-db-creds')).not.toHaveProperty('data');
    expect(attempt.original(secrets, 'prod-db-creds')).toHaveProperty('type', 'Opaque');
    const claimed = { ...cluster.peek(services, { namespace, name: 'prod-quay' }), data: 'kept' };
    await attempt.recordOriginal(services, claimed as never);
    expect(attempt.original(services, 'prod-quay')).toHaveProperty('data', 'kept');
  });
});

describe('removeCreated', () => {
  it('deletes what was made, once, and is over when it is gone', async () => {
    const { cluster, attempt } = await attemptOf();
    await attempt.ensureCreated(configMaps, configMap({ finalizers: ['held'] }));
    cluster.writes.length = 0;
    expect(await attempt.removeCreated(configMaps, 'ours')).toBe(false);
    expect(await attempt.removeCreated(configMaps, 'ours')).toBe(false);
    expect(changesIn(cluster)).toEqual(['delete ConfigMap ours']);
    cluster.vanish(configMaps, place);
    expect(await attempt.removeCreated(configMaps, 'ours')).toBe(true);
  });

  it('deletes by uid, so that it never meets a successor', async () => {
    const { cluster, attempt } = await attemptOf();
    await attempt.ensureCreated(configMaps, configMap());
    cluster.beforeWrite = (verb) => {
      if (verb === 'delete') cluster.edit(configMaps, place, { metadata: { uid: 'successor' } });
    };
    await expect(attempt.removeCreated(configMaps, 'ours')).rejects.toMatchObject({ code: 409 });
  });

  it('also deletes what was made in the moment in which the service ended', async () => {
    const { cluster, attempt } = await attemptOf({ journal: { created: { [key]: {} } } });
    cluster.seed(configMaps, configMap());
    expect(await attempt.removeCreated(configMaps, 'ours')).toBe(false);
    expect(cluster.peek(configMaps, place)).toBeUndefined();
  });

  it.each<[string, Journal['created'], Partial<ConfigMap['metadata']>]>([
    ['it did not make', {}, {}],
    ['has another uid', { [key]: { uid: 'first' } }, { uid: 'second' }],
    ['is of another attempt', { [key]: {} }, { labels: labelsOf('prod', 2) }],
    ['has no labels', { [key]: {} }, { labels: undefined as never }],
  ])('leaves alone what %s', async (_what, created, metadata) => {
    const { cluster, attempt } = await attemptOf({ journal: { created } });
    cluster.seed(configMaps, configMap(metadata));
    expect(await attempt.removeCreated(configMaps, 'ours')).toBe(true);
    expect(cluster.writes).toEqual([]);
  });

  it('lets a name be used once more', async () => {
    const { attempt, restarted } = await attemptOf({ journal: { created: { [key]: {}, 'jobs/other': {} } } });
    await attempt.forgetCreated(configMaps, 'ours');
    expect((await restarted()).journal.created).toEqual({ 'jobs/other': {} });
  });
});

describe('an attempt', () => {
  it('acts where the controller was told, and no journal says otherwise', async () => {
    const { attempt } = await attemptOf();
    expect(attempt).toMatchObject(target);
    await expect(attempt.client.get(configMaps, 'ours', 'elsewhere')).rejects.toThrow(/rejected/);
  });

  it('writes its journal over the version that it read', async () => {
    const { attempt, restarted } = await attemptOf();
    const other = await restarted();
    await attempt.update({ cause: 'first' });
    await attempt.update({ cause: 'second' });
    await expect(other.update({ cause: 'third' })).rejects.toMatchObject({ code: 409 });
    expect((await restarted()).journal).toMatchObject({ cause: 'second', attempt: 3 });
  });

  it('reads its plan once', async () => {
    const { cluster, attempt, plan } = await attemptOf();
    let looks = 0;
    const list = cluster.list.bind(cluster);
    const get = cluster.get.bind(cluster);
    cluster.list = async (...args) => {
      looks += 1;
      return list(...args);
    };
    cluster.get = async (...args) => {
      looks += 1;
      return get(...args);
    };
    expect(await attempt.plan()).toEqual(plan);
    const first = looks;
    expect(first).toBeGreaterThan(0);
    await attempt.plan();
    expect(looks).toBe(first);
  });

  it.each([
    [1, 60_000, 60_000],
    [0.5, 30_000, 30_000],
    [0.01, 600, 6_000],
  ])('scales waits by %d, and deadlines to a tenth at most', async (waitScale, wait, deadline) => {
    const { attempt } = await attemptOf({ settings: { waitScale } });
    expect(attempt.scaled(60)).toBeCloseTo(wait);
    expect(attempt.deadline(60)).toBeCloseTo(deadline);
    expect(Math.abs(Date.parse(attempt.now()) - Date.now())).toBeLessThan(5000);
  });
});
