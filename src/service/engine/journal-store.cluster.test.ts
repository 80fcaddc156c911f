import { randomBytes } from 'node:crypto';
import { beforeEach, describe, expect, it } from 'vitest';
import { testCluster } from '../../../dev/checks/cluster-context.ts';
import type { MigrationPlan } from '../../domain/plan/migration-plan.ts';
import { secrets } from '../../k8s/resource.ts';
import type { KubeClient } from '../kube/client.ts';
import { journalOf } from './journal.fixture.ts';
import {
  UnreadableJournal,
  createJournal,
  loadJournals,
  loadPlan,
  pruneJournals,
  saveJournal,
  storePlan,
} from './journal-store.ts';

let client: KubeClient;
let namespace: string;

beforeEach(async () => {
  client = testCluster().client('admin');
  namespace = await testCluster().createNamespace('journal');
});

function journal(attempt: number) {
  return journalOf({ attempt, ecosystem: { namespace, name: 'prod', uid: 'ecosystem-uid' } });
}

/** What a plan holds does not matter to the store; that every byte comes back does. */
function planOf(bytes: number): MigrationPlan {
  return { filler: randomBytes(bytes).toString('base64') } as unknown as MigrationPlan;
}

describe('journal store', () => {
  it('gives back what was written, oldest first', async () => {
    const second = await createJournal(client, journal(2));
    await createJournal(client, journal(1));
    await saveJournal(client, second, { ...second.journal, phase: 'done' });
    const stored = await loadJournals(client, namespace, 'prod');
    expect(stored.map(({ journal: one }) => [one.attempt, one.phase])).toEqual([
      [1, 'running'],
      [2, 'done'],
    ]);
  });

  it('refuses the write of a leader that another has overtaken', async () => {
    const stored = await createJournal(client, journal(1));
    await saveJournal(client, stored, { ...stored.journal, retries: 1 });
    await expect(saveJournal(client, stored, { ...stored.journal, retries: 2 })).rejects.toMatchObject({ code: 409 });
  });

  it.each([10, 700_000, 2_500_000])('keeps a plan of %i bytes that cannot be compressed', async (bytes) => {
    const plan = planOf(bytes);
    const begun = { ...journal(1), plan: await storePlan(client, journal(1), plan) };
    expect(await loadPlan(client, begun)).toEqual(plan);
    expect(begun.plan.parts).toBeGreaterThan(bytes / 1_000_000);
  });

  it('replaces parts of a plan that was being stored when the service died', async () => {
    await storePlan(client, journal(1), planOf(1_500_000));
    const plan = planOf(10);
    const begun = { ...journal(1), plan: await storePlan(client, journal(1), plan) };
    expect(await loadPlan(client, begun)).toEqual(plan);
  });

  it('does not believe a plan that somebody has changed, or a journal that is none', async () => {
    const begun = { ...journal(1), plan: await storePlan(client, journal(1), planOf(10)) };
    const other = await storePlan(client, journal(2), planOf(10));
    await expect(loadPlan(client, { ...journal(2), plan: { ...other, digest: begun.plan.digest } })).rejects.toThrow(
      UnreadableJournal,
    );
    const { journal: _none, ...rest } = { journal: '' };
    const stored = await createJournal(client, journal(1));
    const secret = await client.get(secrets, 'prod-quay-migration-1', namespace);
    if (secret === undefined) throw new Error('the journal was not stored');
    await client.replace(secrets, { ...secret, data: rest });
    await expect(loadJournals(client, namespace, 'prod')).rejects.toThrow(/prod-quay-migration-1: data\[journal\]/);
    expect(stored.journal.attempt).toBe(1);
  });

  it('keeps the latest journals only, each with its parts', async () => {
    for (const attempt of [1, 2, 3]) {
      const plan = await storePlan(client, journal(attempt), planOf(10));
      await createJournal(client, { ...journal(attempt), plan });
    }
    await pruneJournals(client, await loadJournals(client, namespace, 'prod'), 2);
    const names = (await client.list(secrets, { namespace })).map((secret) => secret.metadata.name);
    expect(names.sort()).toEqual([
      'prod-quay-migration-2',
      'prod-quay-migration-2-part2',
      'prod-quay-migration-3',
      'prod-quay-migration-3-part2',
    ]);
  });
});
