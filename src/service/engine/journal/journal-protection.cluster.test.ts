import { beforeEach, describe, expect, it } from 'vitest';
import { testCluster } from '../../../../dev/checks/cluster-context.ts';
import { configMaps, secrets } from '../../../k8s/resource.ts';
import type { KubeClient } from '../../kube/client.ts';
import { endAttempts, namespaceEnds } from '../reconcile/ended-namespace.ts';
import { journalOf } from './journal.fixture.ts';
import type { Journal } from './journal.ts';
import { type Target, journalName } from './journal-names.ts';
import { JournalStore } from './journal-store.ts';
import { type Reach, reachOf } from './reach.ts';
import { pruneJournals, retireJournals } from './retire-journals.ts';

const day = 24 * 3600 * 1000;
let client: KubeClient;
let target: Target;
let namespace: string;
let reach: Reach;
let journal: Journal;

beforeEach(async () => {
  client = testCluster().client('admin');
  target = { namespace: await testCluster().createNamespace('protected'), name: 'prod' };
  namespace = await testCluster().createNamespace('protected-service');
  reach = reachOf({ client, facts: client, journals: new JournalStore(client, namespace) }, target);
  journal = journalOf({ ecosystem: { ...target, uid: 'uid' } });
});

const name = () => journalName(target, 1);
const found = () => client.get(secrets, name(), namespace);

async function stored(change: Partial<Journal> = {}) {
  return reach.journals.create({ ...journal, ...change });
}

describe('the journal of an attempt', () => {
  it('that is running outlives its deletion, and is whole and free at the end', async () => {
    await stored();
    await client.delete(secrets, { namespace, name: name() });
    const [dying] = await reach.journals.list();
    if (dying === undefined) throw new Error('the journal is gone');
    expect(dying.deleting).toBe(true);
    const held = await reach.journals.save(dying, { ...journal, phase: 'holding' });
    await reach.journals.save(held, { ...journal, phase: 'done' });
    const [last] = await reach.journals.list();
    expect(last).toMatchObject({ deleting: false, journal: { phase: 'done' } });
    expect((await found())?.metadata.finalizers ?? []).toEqual([]);
  });

  it.each(['refused', 'rolled-back', 'done'] as const)('that is %s may be deleted', async (phase) => {
    await reach.journals.save(await stored(), { ...journal, phase });
    await client.delete(secrets, { namespace, name: name() });
    expect(await found()).toBeUndefined();
  });

  it('that is pruned leaves nothing behind, whatever it says', async () => {
    await stored();
    await pruneJournals(reach.journals, await reach.journals.list(), 0);
    expect(await found()).toBeUndefined();
  });

  it('is over with its namespace, and only with it', async () => {
    await stored({ phase: 'holding' });
    expect(await namespaceEnds(reach)).toBe(false);
    // A namespace that is on its way counts as much as one that is gone.
    const held = { name: 'held', namespace: target.namespace, finalizers: ['example.com/held'] };
    await client.create(configMaps, { apiVersion: 'v1', kind: 'ConfigMap', metadata: held });
    await testCluster().deleteNamespace(target.namespace);
    expect(await namespaceEnds(reach)).toBe(true);
    const [ended] = await endAttempts(reach, await reach.journals.list());
    expect(ended).toMatchObject({ phase: 'rolled-back', cause: expect.stringContaining('was deleted') as unknown });
    expect((await found())?.metadata.finalizers ?? []).toEqual([]);
    expect(await endAttempts(reach, await reach.journals.list())).toEqual([]);
    await client.patch(configMaps, held, { type: 'merge', body: { metadata: { finalizers: null } } });
  });
});

describe('when its QuayEcosystem is gone', () => {
  const now = new Date('2026-02-01T00:00:00Z');
  const retire = async (uid: string | undefined, at = now) =>
    retireJournals(reach.journals, await reach.journals.list(), uid, at);

  it('a refused one is deleted, also when there is another QuayEcosystem of that name', async () => {
    await stored({ phase: 'refused' });
    await retire('uid');
    expect(await found()).toBeDefined();
    await retire('another');
    expect(await found()).toBeUndefined();
  });

  it.each(['done', 'rolled-back'] as const)('one that is %s is kept for 30 days, and then deleted', async (phase) => {
    await stored({ phase, plan: await reach.journals.storePlan(journal, {} as never) });
    await retire(undefined);
    await retire(undefined, new Date(now.getTime() + 30 * day));
    expect((await reach.journals.list())[0]?.journal.ecosystemGoneSince).toBe(now.toISOString());
    await retire(undefined, new Date(now.getTime() + 30 * day + 1));
    expect(
      await client.list(secrets, { namespace, fieldSelector: 'type!=kubernetes.io/service-account-token' }),
    ).toEqual([]);
  });

  it.each(['running', 'holding', 'rolling-back'] as const)('one that is %s stays', async (phase) => {
    await stored({ phase });
    await retire(undefined, new Date(now.getTime() + 400 * day));
    expect((await reach.journals.list())[0]?.journal).toMatchObject({ phase });
    expect((await reach.journals.list())[0]?.journal.ecosystemGoneSince).toBeUndefined();
  });
});
