import { beforeEach, describe, expect, it } from 'vitest';
import { testCluster } from '../../../dev/checks/cluster-context.ts';
import { journalName } from '../../domain/plan/migration-names.ts';
import { secrets } from '../../k8s/resource.ts';
import type { KubeClient } from '../kube/client.ts';
import { journalOf } from './journal.fixture.ts';
import type { Journal } from './journal.ts';
import { releaseWithNamespace } from './journal-protection.ts';
import { createJournal, loadJournals, pruneJournals, saveJournal } from './journal-store.ts';

const name = journalName('prod', 1);
let client: KubeClient;
let namespace: string;
let journal: Journal;

beforeEach(async () => {
  client = testCluster().client('admin');
  namespace = await testCluster().createNamespace('protected');
  journal = journalOf({ ecosystem: { namespace, name: 'prod', uid: 'uid' } });
});

const load = () => loadJournals(client, namespace, 'prod');
const found = () => client.get(secrets, name, namespace);

describe('the journal of an attempt', () => {
  it('that is under way outlives its deletion, and is whole and free at the end', async () => {
    await createJournal(client, journal);
    await client.delete(secrets, { namespace, name });
    const [stored] = await load();
    if (stored === undefined) throw new Error('the journal is gone');
    expect(stored.deleting).toBe(true);
    const held = await saveJournal(client, stored, { ...journal, phase: 'holding' });
    await saveJournal(client, held, { ...journal, phase: 'done' });
    const [last] = await load();
    expect(last).toMatchObject({ deleting: false, journal: { phase: 'done' } });
    expect((await found())?.metadata.finalizers ?? []).toEqual([]);
  });

  it.each(['refused', 'rolled-back', 'done'] as const)('that is %s may be deleted', async (phase) => {
    await saveJournal(client, await createJournal(client, journal), { ...journal, phase });
    await client.delete(secrets, { namespace, name });
    expect(await found()).toBeUndefined();
  });

  it('that is pruned leaves nothing behind, whatever it says', async () => {
    await createJournal(client, journal);
    await pruneJournals(client, await load(), 0);
    expect(await found()).toBeUndefined();
  });

  it('goes with its namespace, and only with it', async () => {
    await createJournal(client, journal);
    expect(await releaseWithNamespace(client, namespace, await load())).toBe(false);
    await client.delete(secrets, { namespace, name });
    expect(await releaseWithNamespace(client, namespace, await load())).toBe(false);
    expect(await found()).toBeDefined();
    await testCluster().deleteNamespace(namespace);
    expect(await releaseWithNamespace(client, namespace, await load())).toBe(true);
    expect(await found()).toBeUndefined();
  });
});
