import { describe, expect, it } from 'vitest';
import { migrationLabels } from '../../domain/plan/migration-names.ts';
import type { ConfigMap } from '../../k8s/configmap.ts';
import * as kinds from '../../k8s/resource.ts';
import type { Service } from '../../k8s/service.ts';
import { ApiError, RefusedWrite } from '../kube/api-error.ts';
import type { MemoryCluster } from '../kube/memory-cluster.fixture.ts';
import { attemptOf, changesIn, target } from './attempt.fixture.ts';

const { namespace } = target;
const key = 'configmaps/made';

function made(metadata: object = {}): ConfigMap {
  const labels = { [migrationLabels.attempt]: '3' };
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'made', namespace, labels, ...metadata } };
}

describe('ensureCreated', () => {
  it('writes the name into the journal before it creates, and the uid after it', async () => {
    const { cluster, attempt, restarted } = await attemptOf();
    cluster.beforeWrite = (verb, resource) => {
      if (verb === 'create' && resource.kind === 'ConfigMap') throw new ApiError(500, '', 'killed');
    };
    await expect(attempt.ensureCreated(kinds.configMaps, made())).rejects.toThrow('killed');
    expect((await restarted()).journal.created).toEqual({ [key]: {} });
    cluster.beforeWrite = () => undefined;
    const { uid } = (await attempt.ensureCreated(kinds.configMaps, made())).metadata;
    expect((await restarted()).journal.created).toEqual({ [key]: { uid } });
    cluster.writes.length = 0;
    await attempt.ensureCreated(kinds.configMaps, made());
    expect(cluster.writes).toEqual([]);
  });

  it('knows its own again when the service died before it had the uid', async () => {
    const { cluster, attempt } = await attemptOf();
    await attempt.update({ created: { [key]: {} } });
    cluster.seed(kinds.configMaps, made({ uid: 'first' }));
    await attempt.ensureCreated(kinds.configMaps, made());
    expect(attempt.journal.created[key]).toEqual({ uid: 'first' });
  });

  it('makes one anew that is gone, and forgets the uid of the first before', async () => {
    const { cluster, attempt } = await attemptOf();
    const first = await attempt.ensureCreated(kinds.configMaps, made());
    cluster.vanish(kinds.configMaps, first.metadata);
    let between: unknown;
    cluster.beforeWrite = (verb, resource) => {
      if (verb === 'create' && resource.kind === 'ConfigMap') between = attempt.journal.created[key];
    };
    const second = await attempt.ensureCreated(kinds.configMaps, made());
    expect(between).toEqual({});
    expect(attempt.journal.created[key]).toEqual({ uid: second.metadata.uid });
  });

  it('knows its own when another replica was quicker between look and create', async () => {
    const { cluster, attempt } = await attemptOf();
    cluster.beforeWrite = (verb, resource) => {
      if (verb !== 'create' || resource.kind !== 'ConfigMap') return;
      cluster.beforeWrite = () => undefined;
      cluster.seed(kinds.configMaps, made({ uid: 'quicker' }));
    };
    expect((await attempt.ensureCreated(kinds.configMaps, made())).metadata.uid).toBe('quicker');
  });

  it.each<[string, object, Record<string, { uid?: string }>]>([
    ['one that is not in the journal', {}, {}],
    ['one of another attempt', { labels: { [migrationLabels.attempt]: '2' } }, { [key]: {} }],
    ['one without labels', { labels: {} }, { [key]: {} }],
    ['another one of that name', { uid: 'second' }, { [key]: { uid: 'first' } }],
  ])('takes over nothing: %s', async (_what, metadata, created) => {
    const { cluster, attempt } = await attemptOf();
    await attempt.update({ created });
    cluster.seed(kinds.configMaps, made(metadata));
    await expect(attempt.ensureCreated(kinds.configMaps, made())).rejects.toMatchObject({
      message: `ConfigMap ${namespace}/made exists and was not made by this migration`,
      remedy: expect.stringContaining(`oc delete configmaps made -n ${namespace}`) as never,
    });
    expect(changesIn(cluster)).toEqual([]);
  });

  it('says which write was refused for good', async () => {
    const { cluster, attempt } = await attemptOf();
    cluster.beforeWrite = (verb, resource) => {
      if (verb === 'create' && resource.kind === 'ConfigMap') throw new ApiError(403, 'Forbidden', 'no');
    };
    const refused = attempt.ensureCreated(kinds.configMaps, made());
    await expect(refused).rejects.toBeInstanceOf(RefusedWrite);
    await expect(refused).rejects.toMatchObject({ verb: 'create', object: `ConfigMap ${namespace}/made` });
  });
});

describe('change', () => {
  const place = { namespace, name: 'prod-quay' };
  const patch = (type: string) => ({ type: 'merge' as const, body: { spec: { type } } });

  function serviceIn(cluster: MemoryCluster): Service {
    const found = cluster.peek(kinds.services, place);
    if (found === undefined) throw new Error('the fixture has no Service');
    return found;
  }

  it('journals the original first, once, and writes over the version that was looked at', async () => {
    const { cluster, attempt, restarted } = await attemptOf();
    const found = serviceIn(cluster);
    cluster.beforeWrite = (verb, resource) => {
      if (verb === 'patch' && resource.kind === 'Service') throw new ApiError(500, '', 'killed');
    };
    await expect(attempt.change(kinds.services, found, patch('NodePort'))).rejects.toThrow('killed');
    expect((await restarted()).original(kinds.services, 'prod-quay')).toEqual(found);
    cluster.beforeWrite = () => undefined;
    await attempt.change(kinds.services, found, patch('NodePort'));
    expect(attempt.original(kinds.services, 'prod-quay')).toEqual(found);
    await expect(attempt.change(kinds.services, found, patch('LoadBalancer'))).rejects.toMatchObject({ code: 409 });
    expect(serviceIn(cluster)).toMatchObject({ spec: { type: 'NodePort' } });
  });

  it('keeps what a patch says of the metadata', async () => {
    const { cluster, attempt } = await attemptOf();
    const body = { metadata: { labels: { x: 'y' } } };
    const changed = await attempt.change(kinds.services, serviceIn(cluster), { type: 'merge', body });
    expect(changed.metadata.labels).toMatchObject({ x: 'y' });
  });

  it('journals a Secret without its data', async () => {
    const { cluster, attempt } = await attemptOf();
    const name = 'quay-enterprise-config-secret';
    const secret = cluster.peek(kinds.secrets, { namespace, name });
    if (secret === undefined) throw new Error('the fixture has no Secret');
    expect(secret).toHaveProperty('data');
    await attempt.recordOriginal(kinds.secrets, secret);
    expect(attempt.original(kinds.secrets, name)).not.toHaveProperty('data');
  });
});

describe('removeCreated', () => {
  it('deletes what the attempt made, and is true only when it is gone', async () => {
    const { cluster, attempt } = await attemptOf();
    await attempt.ensureCreated(kinds.configMaps, made({ finalizers: ['example.com/x'] }));
    cluster.writes.length = 0;
    expect(await attempt.removeCreated(kinds.configMaps, 'made')).toBe(false);
    expect(await attempt.removeCreated(kinds.configMaps, 'made')).toBe(false);
    expect(changesIn(cluster)).toEqual(['delete ConfigMap made']);
    cluster.vanish(kinds.configMaps, { namespace, name: 'made' });
    expect(await attempt.removeCreated(kinds.configMaps, 'made')).toBe(true);
  });

  it.each<[string, object, Record<string, { uid?: string }>]>([
    ['not in the journal', {}, {}],
    ['of another attempt', { labels: { [migrationLabels.attempt]: '2' } }, { [key]: {} }],
    ['another one', { uid: 'second' }, { [key]: { uid: 'first' } }],
  ])('leaves one alone that is %s', async (_what, metadata, created) => {
    const { cluster, attempt } = await attemptOf();
    await attempt.update({ created });
    cluster.seed(kinds.configMaps, made(metadata));
    expect(await attempt.removeCreated(kinds.configMaps, 'made')).toBe(true);
    expect(changesIn(cluster)).toEqual([]);
  });

  it('deletes one of which only the name is known', async () => {
    const { cluster, attempt } = await attemptOf();
    await attempt.update({ created: { [key]: {} } });
    cluster.seed(kinds.configMaps, made());
    await attempt.removeCreated(kinds.configMaps, 'made');
    expect(changesIn(cluster)).toEqual(['delete ConfigMap made']);
  });
});

it('forgets one created object and no other', async () => {
  const { attempt } = await attemptOf();
  await attempt.update({ created: { [key]: { uid: 'a' }, 'secrets/other': { uid: 'b' } } });
  await attempt.forgetCreated(kinds.configMaps, 'made');
  expect(attempt.journal.created).toEqual({ 'secrets/other': { uid: 'b' } });
});

it('scales waits as it is told, and deadlines to no less than a tenth', async () => {
  const quick = await attemptOf({ settings: { waitScale: 0.01 } });
  expect([quick.attempt.scaled(60), quick.attempt.deadline(60)]).toEqual([600, 6000]);
  const { attempt } = await attemptOf({ settings: { waitScale: 2 } });
  expect([attempt.scaled(60), attempt.deadline(60)]).toEqual([120_000, 120_000]);
});

it('stops when another leader has written the journal', async () => {
  const { attempt, restarted } = await attemptOf();
  await (await restarted()).update({ cause: 'another leader' });
  await expect(attempt.update({ cause: 'mine' })).rejects.toMatchObject({ code: 409 });
});
