import { describe, expect, it, vi } from 'vitest';
import { ecosystemFinalizer, registryFinalizer } from '../../../domain/migration-names.ts';
import * as kinds from '../../../k8s/resource.ts';
import { ApiError } from '../../kube/api-error.ts';
import type { MemoryCluster } from '../../kube/memory-cluster.fixture.ts';
import { type AttemptUnderTest, serviceNamespace, target } from '../attempt/attempt.fixture.ts';
import { requestersIn } from '../request/requesters.ts';
import type { Journal } from '../journal/journal.ts';
import { MemoryStore } from '../memory/memory-store.ts';
import { requestHash } from '../memory/remembered.ts';
import { reconcile } from './reconcile.ts';
import { type ServiceUnderTest, begunAttempt, installationPlace, told } from './reconciliation.fixture.ts';
import { madeRegistry } from '../rollback/rolling-back.fixture.ts';

const { namespace } = target;
const deletionTimestamp = '2026-01-01T00:00:00Z';
const id = { namespace, uid: 'uid-QuayEcosystem-prod' };

let test: AttemptUnderTest;
let cluster: MemoryCluster;
let service: ServiceUnderTest;

async function begun(journal: Partial<Journal> = {}): Promise<void> {
  ({ test, service } = await begunAttempt(journal));
  ({ cluster } = test);
}

function ecosystem(metadata: object): void {
  cluster.edit(kinds.quayEcosystems, target, { metadata });
}

const memory = () => new MemoryStore(cluster, installationPlace);
const journals = () => service.context.journals.of(target).list();
const latest = async (): Promise<Journal | undefined> => (await journals()).at(-1)?.journal;

describe('the wish to go back', () => {
  it('is the annotation, and who has set it in the console is told and forgotten', async () => {
    await begun({ phase: 'done' });
    await requestersIn(memory(), 'rolledBackBy').remember(id, 'label', 'alice');
    ecosystem({ annotations: { 'quay-migration/rollback': 'label' } });
    await service.look();
    expect(await latest()).toMatchObject({
      phase: 'rolled-back',
      cause: 'the rollback was requested in the console by alice',
    });
    expect(await memory().read(id)).not.toHaveProperty('rolledBackBy');
    expect(told(cluster).reason).toBe('RolledBack');
    expect(service.changes.map(({ phase }) => phase)).toEqual(['rolled-back']);
  });

  it('is followed where nobody can tell whose it is', async () => {
    await begun({ phase: 'done' });
    await memory().update(id, () => ({ executed: [requestHash('label')] }));
    for (const { metadata } of await cluster.list(kinds.configMaps, { namespace: serviceNamespace })) {
      const place = { namespace: serviceNamespace, name: metadata.name };
      if (metadata.name !== 'installation') cluster.edit(kinds.configMaps, place, { data: { [id.uid]: '{' } });
    }
    ecosystem({ annotations: { 'quay-migration/rollback': 'label' } });
    await service.look();
    expect(await latest()).toMatchObject({ phase: 'rolled-back' });
    expect((await latest())?.cause).toMatch(/^the annotation .* was set/);
  });

  it('waits for an API server that does not say whose it is', async () => {
    await begun({ phase: 'done' });
    ecosystem({ annotations: { 'quay-migration/rollback': 'label' } });
    const away = new ApiError(500, '', 'etcd is away');
    vi.spyOn(service.context.installation.rollbackRequesters, 'pending').mockRejectedValueOnce(away);
    await expect(reconcile(service.context, target)).rejects.toThrow('etcd is away');
    expect((await latest())?.phase).toBe('done');
  });

  it.each<[string, () => void]>([
    [
      'deleted',
      () => {
        cluster.vanish(kinds.quayRegistries, target);
      },
    ],
    [
      'on its way out',
      () => {
        cluster.edit(kinds.quayRegistries, target, { metadata: { deletionTimestamp } });
      },
    ],
    [
      'made again by somebody',
      () => {
        cluster.edit(kinds.quayRegistries, target, { metadata: { uid: 'another' } });
      },
    ],
  ])('is a QuayRegistry that is %s', async (_title, change) => {
    await begun();
    await madeRegistry(test);
    await test.attempt.update({ phase: 'done' });
    expect(await service.look()).toEqual({ seconds: undefined, journaled: true });
    change();
    await service.look();
    expect((await latest())?.cause).toBe('the QuayRegistry was deleted');
    expect((await latest())?.phase).not.toBe('done');
  });

  it('is no QuayRegistry that was never made', async () => {
    await begun({ phase: 'done', created: { 'quayregistries/prod': {} } });
    await service.look();
    expect((await latest())?.phase).toBe('done');
  });
});

describe('without its QuayEcosystem', () => {
  it('what is done lets the QuayRegistry go: there is nothing to go back to', async () => {
    await begun();
    await madeRegistry(test);
    await test.attempt.update({ phase: 'done' });
    cluster.vanish(kinds.quayEcosystems, target);
    expect(await service.look()).toEqual({ seconds: undefined, journaled: true });
    expect(cluster.peek(kinds.quayRegistries, target)?.metadata.finalizers).toEqual(['quay-operator/finalizer']);
    expect(await latest()).toMatchObject({ phase: 'done' });
    expect((await latest())?.ecosystemGoneSince).toMatch(/^20/);
    cluster.writes.length = 0;
    await service.look();
    cluster.vanish(kinds.quayRegistries, target);
    await service.look();
    expect(cluster.writes).toEqual([]);
    expect((await latest())?.phase).toBe('done');
  });

  it('what runs goes on: here, back', async () => {
    await begun({ phase: 'rolling-back' });
    cluster.vanish(kinds.quayEcosystems, target);
    expect(await service.look()).toEqual({ seconds: undefined, journaled: true });
    expect((await latest())?.phase).toBe('rolled-back');
    expect(service.changes.map(({ phase }) => phase)).toEqual(['rolled-back']);
  });

  it('the finalizer of a QuayRegistry is taken off only where it is', async () => {
    await begun();
    await madeRegistry(test);
    cluster.edit(kinds.quayRegistries, target, { metadata: { finalizers: null } });
    await test.attempt.update({ phase: 'done' });
    cluster.vanish(kinds.quayEcosystems, target);
    await service.look();
    expect(cluster.writes.filter((write) => write.includes('QuayRegistry'))).toEqual([]);
  });
});

describe('a journal that cannot be read', () => {
  it('stops its own QuayEcosystem, which says so', async () => {
    await begun({ phase: 'done' });
    const [first] = await cluster.list(kinds.secrets, {
      namespace: serviceNamespace,
      fieldSelector: 'type=quay-migration/journal',
    });
    const place = { namespace: serviceNamespace, name: first?.metadata.name ?? '' };
    cluster.edit(kinds.secrets, place, { data: { journal: 'x' } });
    expect(await service.look()).toEqual({ seconds: 10, journaled: true });
    expect(told(cluster).reason).toBe('Failed');
    expect(told(cluster).message).toContain(place.name);
    cluster.vanish(kinds.quayEcosystems, target);
    expect(await service.look()).toEqual({ seconds: 10, journaled: true });
  });

  it('is told apart from an API server that does not answer', async () => {
    await begun({ phase: 'done' });
    cluster.list = async () => Promise.reject(new ApiError(500, '', 'etcd is away'));
    await expect(reconcile(service.context, target)).rejects.toThrow('etcd is away');
    expect(told(cluster).reason).toBe('');
  });
});

describe('a namespace that goes', () => {
  const ends = (): void => {
    cluster.edit(kinds.namespaces, { name: namespace }, { metadata: { deletionTimestamp } });
  };

  it('ends what is open, lets go what we hold, and is told of', async () => {
    await begun({ phase: 'holding' });
    await madeRegistry(test, { deletionTimestamp, finalizers: [registryFinalizer] });
    ecosystem({ deletionTimestamp, finalizers: ['example.com/other', ecosystemFinalizer] });
    ends();
    expect(await service.look()).toEqual({ seconds: 1, journaled: true });
    expect((await latest())?.phase).toBe('rolled-back');
    expect(service.changes.map(({ phase }) => phase)).toEqual(['rolled-back']);
    expect(cluster.peek(kinds.quayEcosystems, target)?.metadata.finalizers).toEqual(['example.com/other']);
    expect(await service.look()).toEqual({ seconds: undefined, journaled: true });
    expect(await latest()).not.toHaveProperty('ecosystemGoneSince');
    cluster.vanish(kinds.quayEcosystems, target);
    expect(await service.look()).toEqual({ seconds: undefined, journaled: true });
    expect((await latest())?.ecosystemGoneSince).toMatch(/^20/);
  });

  it('is waited for while something of ours is held in it', async () => {
    await begun({ phase: 'done' });
    ecosystem({ deletionTimestamp });
    await madeRegistry(test, { finalizers: [registryFinalizer] });
    ends();
    expect(await service.look()).toEqual({ seconds: 1, journaled: true });
    cluster.vanish(kinds.quayRegistries, target);
    expect(await service.look()).toEqual({ seconds: undefined, journaled: true });
  });

  it('that stays is no end, nor is one whose QuayEcosystem lives on', async () => {
    await begun({ phase: 'holding', failedStep: 'verify' });
    ends();
    expect((await service.look()).seconds).toBe(10);
    cluster.edit(kinds.namespaces, { name: namespace }, { metadata: { deletionTimestamp: null } });
    ecosystem({ deletionTimestamp });
    expect((await service.look()).seconds).toBe(10);
    expect((await latest())?.phase).toBe('holding');
  });

  it('takes the rights along, and nobody waits for us', async () => {
    await begun({ phase: 'running' });
    ends();
    const get = cluster.get.bind(cluster);
    const forbidden = new ApiError(403, 'Forbidden', 'no');
    cluster.get = async (resource, of, at) => {
      if (at === namespace) throw forbidden;
      return get(resource, of, at);
    };
    expect(await service.look()).toEqual({ seconds: undefined, journaled: true });
    expect((await latest())?.phase).toBe('rolled-back');
    cluster.edit(kinds.namespaces, { name: namespace }, { metadata: { deletionTimestamp: null } });
    await expect(service.look()).rejects.toBe(forbidden);
  });

  it.each([500, 409])('is not taken for gone where the API server answers %i', async (code) => {
    await begun({ phase: 'done' });
    ends();
    const trouble = new ApiError(code, '', 'no');
    const get = cluster.get.bind(cluster);
    cluster.get = async (resource, of, at) => {
      if (resource.kind === 'QuayEcosystem') throw trouble;
      return get(resource, of, at);
    };
    await expect(service.look()).rejects.toBe(trouble);
    cluster.get = async (resource, of, at) => {
      if (resource.kind === 'QuayRegistry') throw trouble;
      return resource.kind === 'QuayEcosystem' ? undefined : get(resource, of, at);
    };
    await expect(service.look()).rejects.toBe(trouble);
  });
});
