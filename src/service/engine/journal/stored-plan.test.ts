import { randomBytes } from 'node:crypto';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { migrationLabels } from '../../../domain/migration-names.ts';
import { plan as planOf } from '../../../domain/plan/plan.fixture.ts';
import { secrets } from '../../../k8s/resource.ts';
import type { Secret } from '../../../k8s/secret.ts';
import { MemoryCluster } from '../../kube/memory-cluster.fixture.ts';
import { serviceNamespace as namespace, target } from '../attempt/attempt.fixture.ts';
import { journalOf } from './journal.fixture.ts';
import { type EcosystemJournals, JournalStore, UnreadableJournal } from './journal-store.ts';
import type { Journal } from './journal.ts';

const name = 'quay-migration.quay-enterprise.prod.1';
const finalizer = 'quay-migration/journal';

let cluster: MemoryCluster;
let journals: EcosystemJournals;

beforeEach(() => {
  cluster = new MemoryCluster();
  journals = new JournalStore(cluster, namespace).of(target);
});

function secretOf(of = name): Secret | undefined {
  return cluster.peek(secrets, { namespace, name: of });
}

function edit(metadata: object, of = name): void {
  cluster.edit(secrets, { namespace, name: of }, { metadata });
}

const names = async () => (await cluster.list(secrets, { namespace })).map(({ metadata }) => metadata.name);

describe('a plan', () => {
  async function planned(change: Partial<Journal> = {}): Promise<Journal> {
    const journal = journalOf({ attempt: 3, ...change });
    return { ...journal, plan: await journals.storePlan(journal, planOf()) };
  }

  it('lies beside its journal, and cannot be changed', async () => {
    const journal = await planned();
    expect(journal.plan).toMatchObject({ parts: 1, digest: expect.stringMatching(/^[0-9a-f]{64}$/) as string });
    const of = 'quay-migration.quay-enterprise.prod.3-part2';
    expect(secretOf(of)).toMatchObject({
      apiVersion: 'v1',
      kind: 'Secret',
      type: 'quay-migration/journal-part',
      immutable: true,
      metadata: { labels: { [migrationLabels.attempt]: '3', 'quay-migration/installation': 'installation-uid' } },
    });
    expect(await journals.loadPlan(journal)).toEqual(JSON.parse(JSON.stringify(planOf())));
  });

  it('takes as many Secrets as it needs', async () => {
    // 1,500,000 bytes that no compression makes smaller than 1,000,000.
    const configDiff = [{ ...planOf().configDiff[0], key: randomBytes(1_125_000).toString('base64') }];
    const large = { ...planOf(), configDiff } as ReturnType<typeof planOf>;
    const journal = journalOf({ attempt: 3 });
    const stored = await journals.storePlan(journal, large);
    expect(stored.parts).toBe(2);
    for (const { data } of await cluster.list(secrets, { namespace })) {
      expect(Buffer.from(data?.plan ?? '', 'base64').length).toBeLessThanOrEqual(900 * 1024);
    }
    expect((await journals.loadPlan({ ...journal, plan: stored })).configDiff).toEqual(configDiff);
  });

  it('takes the place of one of an earlier try, which no journal names', async () => {
    cluster.seed(secrets, {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: 'quay-migration.quay-enterprise.prod.3-part2', namespace },
      data: { plan: 'old' },
    });
    const journal = await planned();
    expect((await journals.loadPlan(journal)).attempt).toBe(3);
    cluster.beforeWrite = () => {
      throw new Error('away');
    };
    await expect(planned()).rejects.toThrow('away');
  });

  it('is not read where it is not what the journal names', async () => {
    const journal = await planned();
    await expect(journals.loadPlan(journalOf())).rejects.toThrow(/does not refer to a plan$/);
    await expect(journals.loadPlan(journalOf())).rejects.toThrow(UnreadableJournal);
    const digest = '0'.repeat(64);
    await expect(journals.loadPlan({ ...journal, plan: { parts: 1, digest } })).rejects.toThrow(
      `the plan of Secret ${namespace}/quay-migration.quay-enterprise.prod.3 was edited`,
    );
    await expect(journals.loadPlan({ ...journal, plan: { parts: 2, digest } })).rejects.toThrow(/prod\.3-part3 is not/);
    await expect(journals.loadPlan(await planned({ attempt: 4 }))).rejects.toThrow(/prod\.4-part2 is not.*attempt 3/);
  });

  it('goes with its journal, protected or not', async () => {
    for (const phase of ['running', 'done'] as const) {
      const journal = await planned({ phase });
      const stored = await journals.create(journal);
      await journals.create(journalOf());
      await journals.remove(stored);
      expect(await names()).toEqual([name]);
      cluster.vanish(secrets, { namespace, name });
    }
  });

  it('stays where the journal is another one than was read', async () => {
    const stored = await journals.create(await planned({ phase: 'done' }));
    await expect(journals.remove({ ...stored, uid: 'another' })).rejects.toThrow(/modified/);
    const open = await journals.create(journalOf());
    edit({ labels: { touched: 'yes' } });
    await expect(journals.remove(open)).rejects.toThrow(/modified/);
    expect(secretOf()?.metadata.finalizers).toEqual([finalizer]);
  });

  it('that was never stored is not looked for', async () => {
    const stored = await journals.create(journalOf({ phase: 'refused' }));
    cluster.writes.length = 0;
    const remove = vi.spyOn(cluster, 'delete');
    await journals.remove(stored);
    expect(remove).toHaveBeenCalledOnce();
    expect(cluster.writes).toEqual([`delete Secret ${namespace}/${name}`]);
  });
});
