import { randomBytes } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { beforeEach, describe, expect, it } from 'vitest';
import { testCluster } from '../../../../dev/checks/cluster-context.ts';
import { plan as planned } from '../../../domain/plan/plan.fixture.ts';
import type { MigrationPlan } from '../../../domain/plan/migration-plan.ts';
import { secrets } from '../../../k8s/resource.ts';
import type { Secret } from '../../../k8s/secret.ts';
import { OutOfBounds } from '../../kube/wrapped/bound-client.ts';
import type { KubeClient } from '../../kube/client.ts';
import { journalOf } from './journal.fixture.ts';
import { type Target, journalName, partName } from './journal-names.ts';
import { type EcosystemJournals, JournalStore, UnreadableJournal } from './journal-store.ts';
import { pruneJournals } from './retire-journals.ts';

const target: Target = { namespace: 'quay-enterprise', name: 'prod' };
let client: KubeClient;
let namespace: string;
let store: JournalStore;
let journals: EcosystemJournals;

beforeEach(async () => {
  client = testCluster().client('admin');
  namespace = await testCluster().createNamespace('journal');
  store = new JournalStore(client, namespace);
  journals = store.of(target);
});

function journal(attempt: number) {
  return journalOf({ attempt, ecosystem: { ...target, uid: 'ecosystem-uid' } });
}

/** A plan that holds so many bytes more, which cannot be compressed. */
function planOf(bytes: number, attempt = 1): MigrationPlan {
  const filler = { filler: randomBytes(bytes).toString('base64') };
  return { ...(JSON.parse(JSON.stringify(planned({}))) as MigrationPlan), attempt, ...filler };
}

/** Writes into the Secret of a journal what no version of this product would have. */
async function tamper(name: string, change: (secret: Secret) => Partial<Secret>): Promise<void> {
  const secret = await client.get(secrets, name, namespace);
  if (secret === undefined) throw new Error(`${name} was not stored`);
  await client.replace(secrets, { ...secret, ...change(secret) });
}

const packed = (value: unknown) => ({ journal: gzipSync(JSON.stringify(value)).toString('base64') });

describe('journal store', () => {
  it('gives back what was written, oldest first, and of this ecosystem only', async () => {
    const second = await journals.create(journal(2));
    await journals.create(journal(1));
    await journals.save(second, { ...second.journal, phase: 'done' });
    const namesake = { namespace: 'quay-enterprise-prod', name: 'prod' };
    await store.of(namesake).create(journalOf({ ecosystem: { ...namesake, uid: 'other' } }));
    const stored = await journals.list();
    expect(stored.map(({ journal: one }) => [one.attempt, one.phase])).toEqual([
      [1, 'running'],
      [2, 'done'],
    ]);
  });

  it.each([
    ['dots', `a.b.1.${'x'.repeat(10)}`],
    ['253 characters', `${'long-name.'.repeat(25)}end`],
  ])('takes names with %s', async (_, name) => {
    const far = { namespace: 'quay-enterprise', name };
    await store.of(far).create(journalOf({ ecosystem: { ...far, uid: 'uid' } }));
    expect(await store.of(far).list()).toHaveLength(1);
    expect((await store.list()).map((one) => one.target)).toEqual([far]);
  });

  it('refuses the write of a leader that another has overtaken', async () => {
    const stored = await journals.create(journal(1));
    await journals.save(stored, { ...stored.journal, retries: 1 });
    await expect(journals.save(stored, { ...stored.journal, retries: 2 })).rejects.toMatchObject({ code: 409 });
  });

  it.each([10, 700_000, 2_500_000])('keeps a plan of %i bytes that cannot be compressed', async (bytes) => {
    const plan = planOf(bytes);
    const begun = { ...journal(1), plan: await journals.storePlan(journal(1), plan) };
    expect(await journals.loadPlan(begun)).toEqual(plan);
    expect(begun.plan.parts).toBeGreaterThan(bytes / 1_000_000);
  });

  it('replaces parts of a plan that was being stored when the service died', async () => {
    await journals.storePlan(journal(1), planOf(1_500_000));
    const plan = planOf(10);
    const begun = { ...journal(1), plan: await journals.storePlan(journal(1), plan) };
    expect(await journals.loadPlan(begun)).toEqual(plan);
  });

  it('keeps the latest journals only, each with its parts', async () => {
    for (const attempt of [1, 2, 3]) {
      const plan = await journals.storePlan(journal(attempt), planOf(10, attempt));
      await journals.create({ ...journal(attempt), plan });
    }
    await pruneJournals(journals, await journals.list(), 2);
    const names = (await client.list(secrets, { namespace })).map((secret) => secret.metadata.name);
    expect(names.sort()).toEqual([2, 3].flatMap((n) => [journalName(target, n), partName(target, n, 0)]));
  });

  it('reaches Secrets of its own namespace, and nothing else', async () => {
    const elsewhere = new JournalStore(client, '..').of(target);
    await expect(elsewhere.list()).rejects.toThrow(OutOfBounds);
  });
});

describe('what is read back is not believed because of where it lies', () => {
  const other = { namespace: 'victim', name: 'prod', uid: 'ecosystem-uid' };
  const evil = { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'evil', namespace: 'victim' } };
  const binding = {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'ClusterRoleBinding',
    metadata: { name: 'evil', namespace: 'quay-enterprise' },
  };
  const inside = { ...evil, metadata: { name: 'evil', namespace: 'quay-enterprise' } };

  it.each<[string, unknown]>([
    ['no JSON object', 'a text'],
    ['another namespace', { ...journal(1), ecosystem: other }],
    ['another ecosystem of the namespace', { ...journal(1), ecosystem: { ...target, name: 'test', uid: 'uid' } }],
    ['another attempt', journal(2)],
    ['another installation', { ...journal(1), installation: 'of somebody else' }],
    ['an original of another namespace', { ...journal(1), originals: { 'deployments/evil': evil } }],
    ['an original of no kind that is put back', { ...journal(1), originals: { 'clusterrolebindings/evil': binding } }],
    ['an original under another name', { ...journal(1), originals: { 'deployments/prod-quay': inside } }],
    ['an original under another kind', { ...journal(1), originals: { 'services/evil': inside } }],
    ['something made of a kind that no plan holds', { ...journal(1), created: { 'clusterroles/evil': {} } }],
    ['something made under a name with a slash', { ...journal(1), created: { 'secrets/../../x': {} } }],
    ['a phase that there is not', { ...journal(1), phase: 'at will' }],
    ['more findings than any journal has', { ...journal(1), findings: Array.from({ length: 101 }, () => ({})) }],
    ['more parts than any plan has', { ...journal(1), plan: { parts: 1_000_000, digest: 'a'.repeat(64) } }],
  ])('a journal with %s', async (_, value) => {
    await journals.create(journal(1));
    const name = journalName(target, 1);
    await tamper(name, () => ({ data: packed(value) }));
    await expect(journals.list()).rejects.toThrow(UnreadableJournal);
    await expect(journals.list()).rejects.toThrow(`Secret ${namespace}/${name} is not a valid migration journal`);
  });

  it('a journal under the name of another attempt, or with the annotations of another ecosystem', async () => {
    await journals.create(journal(1));
    await tamper(journalName(target, 1), ({ metadata }) => ({
      metadata: { ...metadata, annotations: { ...metadata.annotations, 'quay-migration/ecosystem-name': 'test' } },
    }));
    await expect(journals.list()).rejects.toThrow(UnreadableJournal);
  });

  it('400 kB that unpack to 400 MB: refused before they are unpacked, within the memory of the service', async () => {
    await journals.create(journal(1));
    const bomb = gzipSync(Buffer.alloc(400 * 1024 * 1024, ' '));
    expect(bomb.length).toBeLessThan(450_000);
    await tamper(journalName(target, 1), () => ({ data: { journal: bomb.toString('base64') } }));
    const before = process.memoryUsage.rss();
    await expect(journals.list()).rejects.toThrow(UnreadableJournal);
    expect(process.memoryUsage.rss() - before).toBeLessThan(100 * 1024 * 1024);
  });

  it('one that cannot be read is not in the way of others', async () => {
    const test = store.of({ ...target, name: 'test' });
    await journals.create(journal(1));
    await test.create(journalOf({ ecosystem: { ...target, name: 'test', uid: 'uid' } }));
    await tamper(journalName(target, 1), () => ({ data: { journal: 'dG9ybg==' } }));
    await expect(journals.list()).rejects.toThrow(UnreadableJournal);
    expect(await test.list()).toHaveLength(1);
    expect((await store.list()).map((one) => one.target?.name).sort()).toEqual(['prod', 'test']);
  });

  it.each<[string, (plan: MigrationPlan) => unknown]>([
    ['an object of another namespace', (plan) => withWork(plan, 'secret', { namespace: 'kube-system' })],
    ['a Job of another namespace', (plan) => withWork(plan, 'upgrade', { namespace: 'victim' })],
    ['an object without a namespace', (plan) => withWork(plan, 'secret', { namespace: undefined })],
    ['a kind that no plan holds', (plan) => ({ ...plan, work: { ...plan.work, more: binding } })],
    ['another kind in the place of one', (plan) => ({ ...plan, work: { ...plan.work, upgrade: plan.work.secret } })],
    ['the plan of another attempt', (plan) => ({ ...plan, attempt: 2 })],
    ['the plan of another ecosystem', (plan) => ({ ...plan, ecosystem: { ...target, namespace: 'victim' } })],
    ['Roles to detach', (plan) => ({ ...plan, freeze: { writers: [], detached: [{ plural: 'roles', name: 'x' }] } })],
    ['half of a plan', ({ work: _work, ...rest }) => rest],
  ])('a plan with %s', async (_, change) => {
    const plan = change(planOf(10)) as MigrationPlan;
    const begun = { ...journal(1), plan: await journals.storePlan(journal(1), plan) };
    await expect(journals.loadPlan(begun)).rejects.toThrow(/is not a valid migration journal/);
  });

  it('a plan that somebody has changed, or that unpacks to more than any plan holds', async () => {
    const begun = { ...journal(1), plan: await journals.storePlan(journal(1), planOf(10)) };
    const others = await journals.storePlan(journal(2), planOf(10, 2));
    const wrong = { ...journal(2), plan: { ...others, digest: begun.plan.digest } };
    await expect(journals.loadPlan(wrong)).rejects.toThrow(/was edited/);
    const huge = { ...planOf(10), filler: ' '.repeat(33 * 1024 * 1024) };
    await expect(journals.storePlan(journal(3), huge as MigrationPlan)).rejects.toThrow(/exceed the limit/);
  });

  function withWork(plan: MigrationPlan, part: 'secret' | 'upgrade', change: object): unknown {
    const object = plan.work[part];
    return { ...plan, work: { ...plan.work, [part]: { ...object, metadata: { ...object.metadata, ...change } } } };
  }
});
