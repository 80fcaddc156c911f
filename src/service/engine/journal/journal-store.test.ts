import { beforeEach, describe, expect, it } from 'vitest';
import { managedBy, migrationLabels } from '../../../domain/migration-names.ts';
import { plan as planOf } from '../../../domain/plan/plan.fixture.ts';
import type { ObjectMeta } from '../../../k8s/object.ts';
import { secrets } from '../../../k8s/resource.ts';
import type { Secret } from '../../../k8s/secret.ts';
import { MemoryCluster } from '../../kube/memory-cluster.fixture.ts';
import { serviceNamespace as namespace, target } from '../attempt/attempt.fixture.ts';
import { journalOf } from './journal.fixture.ts';
import { ecosystemId } from './journal-names.ts';
import { packJson } from './packed-json.ts';
import { type EcosystemJournals, JournalStore, UnreadableJournal } from './journal-store.ts';

const name = 'quay-migration.quay-enterprise.prod.1';
const finalizer = 'quay-migration/journal';

let cluster: MemoryCluster;
let store: JournalStore;
let journals: EcosystemJournals;

beforeEach(() => {
  cluster = new MemoryCluster();
  store = new JournalStore(cluster, namespace);
  journals = store.of(target);
});

function secretOf(of = name): Secret | undefined {
  return cluster.peek(secrets, { namespace, name: of });
}

function edit(metadata: Partial<ObjectMeta> | object, of = name): void {
  cluster.edit(secrets, { namespace, name: of }, { metadata });
}

const names = async () => (await cluster.list(secrets, { namespace })).map(({ metadata }) => metadata.name);

describe('a journal', () => {
  it('lies in the namespace of the service, and says whose it is', async () => {
    const journal = journalOf();
    const stored = await journals.create(journal);
    expect(stored).toMatchObject({ journal, deleting: false });
    const secret = secretOf();
    expect(secret).toMatchObject({ apiVersion: 'v1', kind: 'Secret', type: 'quay-migration/journal' });
    expect(secret?.metadata).toMatchObject({
      uid: stored.uid,
      resourceVersion: stored.resourceVersion,
      finalizers: [finalizer],
      labels: {
        [migrationLabels.managedBy]: managedBy,
        [migrationLabels.attempt]: '1',
        'quay-migration/ecosystem-id': ecosystemId(target),
        'quay-migration/installation': 'installation-uid',
      },
    });
    expect(await journals.list()).toEqual([stored]);
  });

  it('is listed with the others of its QuayEcosystem, the oldest first', async () => {
    for (const attempt of [10, 2, 1]) await journals.create(journalOf({ attempt, phase: 'done' }));
    const other = { ...target, name: 'other' };
    await store.of(other).create(journalOf({ ecosystem: { ...other, uid: 'x' } }));
    await journals.storePlan(journalOf({ attempt: 2 }), planOf());
    expect((await journals.list()).map(({ journal }) => journal.attempt)).toEqual([1, 2, 10]);
    expect(await store.of({ ...target, namespace: 'nowhere' }).list()).toEqual([]);
  });

  it('is told of by its metadata, none of it opened', async () => {
    await journals.create(journalOf());
    await journals.create(journalOf({ attempt: 2, phase: 'done' }));
    cluster.edit(secrets, { namespace, name }, { data: { journal: 'broken' } });
    edit({ annotations: { 'quay-migration/ecosystem-name': 'forged' }, labels: null }, `${name.slice(0, -1)}2`);
    expect(await store.list()).toEqual([
      { name, target, installation: 'installation-uid', protected: true },
      { name: `${name.slice(0, -1)}2`, target: undefined, installation: '', protected: false },
    ]);
  });

  it('is written over the version that was read, and no other', async () => {
    const first = await journals.create(journalOf());
    const second = await journals.save(first, journalOf({ retries: 1 }));
    expect((await journals.list())[0]?.journal.retries).toBe(1);
    await expect(journals.save(first, journalOf({ retries: 2 }))).rejects.toThrow(/modified/);
    edit({ uid: 'made again' });
    const { resourceVersion = '' } = secretOf()?.metadata ?? {};
    await expect(journals.save({ ...second, resourceVersion }, journalOf({ retries: 3 }))).rejects.toThrow();
    expect((await journals.list())[0]?.journal.retries).toBe(1);
  });

  it('is not written when it could not be read again', async () => {
    await expect(journals.create(journalOf({ created: { 'rolebindings/x': {} } }))).rejects.toThrow('/created');
    expect(await names()).toEqual([]);
  });
});

describe('a journal that somebody deletes', () => {
  const deletionTimestamp = '2026-01-01T00:00:00Z';

  async function deleted(): Promise<Awaited<ReturnType<EcosystemJournals['create']>>> {
    await journals.create(journalOf());
    edit({ deletionTimestamp });
    const [stored] = await journals.list();
    if (stored === undefined) throw new Error('no journal');
    expect(stored.deleting).toBe(true);
    return stored;
  }

  it('stays as long as its attempt is open', async () => {
    const stored = await deleted();
    const saved = await journals.save(stored, journalOf({ phase: 'holding' }));
    expect(saved).toMatchObject({ uid: stored.uid, deleting: true });
  });

  it('is stored anew with the write that ends it', async () => {
    const stored = await deleted();
    const saved = await journals.save(stored, journalOf({ phase: 'done' }));
    expect(saved).toMatchObject({ deleting: false, journal: { phase: 'done' } });
    expect(saved.uid).not.toBe(stored.uid);
    expect(await journals.list()).toEqual([saved]);
    expect(secretOf()?.metadata.finalizers).toEqual([]);
  });

  it('is written once where nobody deletes it', async () => {
    const stored = await journals.create(journalOf());
    cluster.writes.length = 0;
    await journals.save(stored, journalOf({ phase: 'done' }));
    expect(cluster.writes).toEqual([`update Secret ${namespace}/${name}`]);
  });
});

describe('what is no journal, or of another', () => {
  it.each<[string, () => void | Promise<void>]>([
    [
      'nothing in it',
      () => {
        cluster.edit(secrets, { namespace, name }, { data: null });
      },
    ],
    [
      'something else in it',
      () => {
        cluster.edit(secrets, { namespace, name }, { data: { journal: 'bm90aGluZw==' } });
      },
    ],
    [
      'the label of another attempt',
      () => {
        edit({ labels: { [migrationLabels.attempt]: '2' } });
      },
    ],
    [
      'no label of an attempt',
      () => {
        edit({ labels: { [migrationLabels.attempt]: null } });
      },
    ],
    [
      'the label of another installation',
      () => {
        edit({ labels: { 'quay-migration/installation': 'other' } });
      },
    ],
    [
      'the annotation of another namespace',
      () => {
        edit({ annotations: { 'quay-migration/ecosystem-namespace': 'victim' } });
      },
    ],
    [
      'no annotations',
      () => {
        edit({ annotations: null });
      },
    ],
    [
      'the journal of another attempt',
      async () => {
        await journals.create(journalOf({ attempt: 2 }));
        const { data } = secretOf(`${name.slice(0, -1)}2`) ?? {};
        cluster.edit(secrets, { namespace, name }, { data });
        cluster.vanish(secrets, { namespace, name: `${name.slice(0, -1)}2` });
      },
    ],
  ])('is not read: %s', async (_title, change) => {
    await journals.create(journalOf());
    await change();
    const error: unknown = await journals.list().catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(UnreadableJournal);
    expect(String(error)).toContain(`Secret ${namespace}/${name} is not a valid migration journal (`);
    expect(String(error)).toContain(`oc delete secret ${name} -n ${namespace}`);
  });

  it('is read when an earlier release wrote it', async () => {
    const { requestedBy: _requestedBy, ...first } = { ...journalOf(), schemaVersion: 1, askedBy: 'alice' };
    await journals.create(journalOf());
    cluster.edit(secrets, { namespace, name }, { data: { journal: packJson(first, 1_000_000).toString('base64') } });
    expect((await journals.list()).map(({ journal }) => journal.requestedBy)).toEqual(['alice']);
  });

  it('is not read when a newer release wrote it, and that release is what to install', async () => {
    await journals.create(journalOf());
    const newer = { ...journalOf(), schemaVersion: 99 };
    cluster.edit(secrets, { namespace, name }, { data: { journal: packJson(newer, 1_000_000).toString('base64') } });
    const error: unknown = await journals.list().catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(UnreadableJournal);
    expect(String(error)).toContain('was written by a newer release of the migration service (schemaVersion is 99');
    expect(String(error)).toContain('Install that release or a later one');
  });

  it('is one that says another QuayEcosystem in all places but this', async () => {
    const other = { ...target, name: 'other' };
    await store.of(other).create(journalOf({ ecosystem: { ...other, uid: 'x' } }));
    edit({ labels: { 'quay-migration/ecosystem-id': ecosystemId(target) } }, 'quay-migration.quay-enterprise.other.1');
    await expect(journals.list()).rejects.toThrow(UnreadableJournal);
  });
});

describe('unprotect', () => {
  it('lets a journal be deleted before its attempt is over, and touches no other finalizer', async () => {
    await journals.create(journalOf());
    edit({ finalizers: ['example.com/other', finalizer] });
    await store.unprotect(name);
    await store.unprotect(name);
    await store.unprotect('gone');
    expect(secretOf()?.metadata.finalizers).toEqual(['example.com/other']);
    expect(cluster.writes.filter((write) => write.startsWith('update'))).toHaveLength(1);
    edit({ finalizers: null });
    await store.unprotect(name);
    expect(cluster.writes.filter((write) => write.startsWith('update'))).toHaveLength(1);
  });
});
