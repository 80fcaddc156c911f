import { beforeEach, describe, expect, it } from 'vitest';
import { testCluster } from '../../../../dev/checks/cluster-context.ts';
import type { ConfigMap } from '../../../k8s/configmap.ts';
import type { QuayEcosystem } from '../../../k8s/quayecosystem.ts';
import { configMaps, quayEcosystems, secrets } from '../../../k8s/resource.ts';
import { ConnectionError } from '../../kube/api-error.ts';
import type { KubeClient } from '../../kube/client.ts';
import { SharedReads } from '../../kube/wrapped/shared-reads.ts';
import { fencedClient } from '../../kube/wrapped/fenced-client.ts';
import { requestersIn } from '../request/requesters.ts';
import { openInstallation } from '../request/installation.ts';
import { JournalStore } from '../journal/journal-store.ts';
import { MemoryStore, mostEcosystems } from '../memory/memory-store.ts';
import { reconcile } from './reconcile.ts';

const label = { labels: { 'quay-operator/migrate': 'true' } };
const request = 'quay-migration/request';

let admin: KubeClient;
let home: string;
let tenant: string;
/** The service is killed at its so-manieth write from now on; it never comes when undefined. */
let killedAfter: number | undefined;

beforeEach(async () => {
  admin = testCluster().client('admin');
  home = await testCluster().createNamespace('reconcile');
  tenant = await testCluster().createNamespace('tenant');
  killedAfter = undefined;
  const metadata = { name: 'installation', namespace: home };
  await admin.create(configMaps, { apiVersion: 'v1', kind: 'ConfigMap', metadata });
  await look();
});

function dyingClient(): KubeClient {
  return fencedClient(admin, () => {
    if (killedAfter === 0) throw new ConnectionError('killed');
    if (killedAfter !== undefined) killedAfter -= 1;
  });
}

/** As a service that has just started does. */
async function look(reads = new SharedReads(admin), requestedSince = performance.now()): Promise<void> {
  const client = dyingClient();
  await reconcile(
    {
      client,
      facts: admin,
      journals: new JournalStore(client, home),
      settings: { waitScale: 0.03, workerImage: 'worker', imagePullSecrets: [] },
      installation: await openInstallation(client, { namespace: home, name: 'installation', watched: [tenant] }),
      reads,
      requestedSince: () => requestedSince,
      onChange: () => undefined,
      onForeign: () => undefined,
    },
    { namespace: tenant, name: 'prod' },
  );
}

async function ask(annotations: Readonly<Record<string, string>> = {}): Promise<void> {
  const head = { apiVersion: 'redhatcop.redhat.io/v1alpha1', kind: 'QuayEcosystem' };
  await admin.create(quayEcosystems, { ...head, metadata: { name: 'prod', namespace: tenant, ...label, annotations } });
}

async function annotate(annotations: Readonly<Record<string, string | null>>): Promise<void> {
  const body = { metadata: { annotations } };
  await admin.patch(quayEcosystems, { name: 'prod', namespace: tenant }, { type: 'merge', body });
}

async function ecosystem(): Promise<QuayEcosystem> {
  const found = await admin.get(quayEcosystems, 'prod', tenant);
  if (found === undefined) throw new Error('the QuayEcosystem is gone');
  return found;
}

async function answer(): Promise<{ reason: string; message: string }> {
  const { status } = await ecosystem();
  const { reason = '', message = '' } = status?.conditions?.find(({ type }) => type === 'QuayMigration') ?? {};
  return { reason, message };
}

function journals() {
  return new JournalStore(admin, home).of({ namespace: tenant, name: 'prod' }).list();
}

async function attempts(): Promise<readonly string[]> {
  return (await journals()).map(({ journal }) => journal.request);
}

async function memory(): Promise<readonly ConfigMap[]> {
  return admin.list(configMaps, { namespace: home, labelSelector: 'quay-migration/memory-of' });
}

function only(found: readonly ConfigMap[]): ConfigMap {
  const [one, ...more] = found;
  if (one === undefined || more.length > 0) throw new Error(`${found.length} ConfigMaps`);
  return one;
}

async function tidyJournalsAway(): Promise<void> {
  for (const { metadata } of await admin.list(secrets, { namespace: home })) {
    if (metadata.name.startsWith('quay-migration.')) await admin.delete(secrets, metadata);
  }
}

describe('a service that is killed', () => {
  it('at any write makes one attempt of a request, answers it, and never makes another', async () => {
    await ask();
    let writes = 0;
    for (; writes < 20; writes += 1) {
      killedAfter = writes;
      const killed = await look().then(
        () => false,
        (error: unknown) => {
          if (!(error instanceof ConnectionError)) throw error;
          return true;
        },
      );
      expect((await attempts()).length).toBeLessThanOrEqual(1);
      if (!killed) break;
    }
    killedAfter = undefined;
    await look();
    expect(writes).toBeGreaterThan(2);
    expect(await attempts()).toEqual(['label']);
    expect((await answer()).reason).toBe('Blocked');
    await tidyJournalsAway();
    await look();
    expect(await attempts()).toEqual([]);
  });

  it('before it remembers has answered already, and remembers when it is there again', async () => {
    await ask();
    // The journal, its end, the status, an Event; then what is remembered.
    killedAfter = 4;
    await expect(look()).rejects.toThrow('killed');
    expect((await answer()).reason).toBe('Blocked');
    expect(await memory()).toEqual([]);
    killedAfter = undefined;
    await look();
    expect(await memory()).toHaveLength(1);
    expect(await attempts()).toEqual(['label']);
  });
});

describe('what starts nothing', () => {
  it('a request that is too long, until there is one that is not', async () => {
    await ask({ [request]: 'x'.repeat(100_000) });
    await look();
    const first = await ecosystem();
    expect(await answer()).toMatchObject({ reason: 'RequestMalformed' });
    expect((await answer()).message.length).toBeLessThan(500);
    await look();
    expect((await ecosystem()).metadata.resourceVersion).toBe(first.metadata.resourceVersion);
    expect(await attempts()).toEqual([]);
    expect(await memory()).toEqual([]);
    await annotate({ [request]: 'fine' });
    await look();
    expect(await attempts()).toEqual(['fine']);
    expect((await answer()).reason).toBe('Blocked');
  });

  it('one after an attempt that was refused: the condition is of the latest that was asked', async () => {
    await ask({ [request]: 'fine' });
    await look();
    await annotate({ [request]: 'not so fine' });
    await look();
    const said = await ecosystem();
    expect((await answer()).reason).toBe('RequestMalformed');
    await look();
    expect((await ecosystem()).metadata.resourceVersion).toBe(said.metadata.resourceVersion);
    expect(await attempts()).toEqual(['fine']);
  });

  it('one that could not be remembered, with what to do, which then helps', async () => {
    await ask({ [request]: 'first' });
    await look();
    const full = only(await memory());
    const entries = Array.from(
      { length: mostEcosystems },
      (_, number) => [`uid-${number}`, '{"executed":[]}'] as const,
    );
    await admin.replace(configMaps, { ...full, data: Object.fromEntries(entries) });
    await annotate({ [request]: 'second' });
    // The service that has started before it was filled.
    const client = dyingClient();
    const place = { namespace: home, name: 'installation', watched: ['elsewhere'] };
    const installation = await openInstallation(client, place);
    const context = {
      client,
      facts: admin,
      journals: new JournalStore(client, home),
      settings: { waitScale: 0.03, workerImage: 'worker', imagePullSecrets: [] },
      installation,
      reads: new SharedReads(admin),
      requestedSince: () => performance.now(),
      onChange: () => undefined,
      onForeign: () => undefined,
    };
    await reconcile(context, { namespace: tenant, name: 'prod' });
    expect(await answer()).toMatchObject({ reason: 'RequestNotRemembered' });
    expect((await answer()).message).toContain(`namespace ${tenant}, is full`);
    expect(await attempts()).toEqual(['first']);
    // A QuayEcosystem that is gone makes room: a look at it finds those that do not exist any more.
    await reconcile(context, { namespace: tenant, name: 'gone' });
    await reconcile(context, { namespace: tenant, name: 'prod' });
    expect(await attempts()).toEqual(['first']);
    expect(await answer()).toMatchObject({ reason: 'RequestNotRemembered' });
    await annotate({ [request]: 'third' });
    await reconcile(context, { namespace: tenant, name: 'prod' });
    expect(await attempts()).toEqual(['first', 'third']);
    expect((await answer()).reason).toBe('Blocked');
  });
});

describe('who has asked', () => {
  it('is told of the one QuayEcosystem and the one request', async () => {
    const place = { namespace: home, name: 'installation' };
    const requesters = requestersIn(new MemoryStore(admin, place), 'startedBy');
    await ask({ [request]: 'same' });
    const { uid = '' } = (await ecosystem()).metadata;
    await requesters.remember({ namespace: tenant, uid: 'another' }, 'same', 'alice');
    await requesters.remember({ namespace: tenant, uid }, 'next', 'bob');
    await look();
    await annotate({ [request]: 'next' });
    await look();
    const told = await journals();
    expect(told.map(({ journal }) => journal.requestedBy)).toEqual(['unknown', 'bob']);
    expect(await requesters.pending({ namespace: tenant, uid }, 'next')).toBeUndefined();
  });
});

describe('lists that are shared', () => {
  function counting(): { readonly reads: SharedReads; readonly lists: () => number } {
    let lists = 0;
    const reads = new SharedReads({
      get: (...asked) => admin.get(...asked),
      create: (...asked) => admin.create(...asked),
      list: async (...asked) => {
        const found = await admin.list(...asked);
        // A kind that this cluster lacks is asked for again.
        lists += 1;
        return found;
      },
    });
    return { reads, lists: () => lists };
  }

  it('serve the preflights of requests that were seen before they were begun, and no others', async () => {
    const { reads, lists } = counting();
    await ask({ [request]: 'one' });
    const seen = performance.now();
    await look(reads, seen);
    const first = lists();
    expect(first).toBeGreaterThan(5);
    await annotate({ [request]: 'two' });
    await look(reads, seen);
    expect(lists()).toBe(first);
    await annotate({ [request]: 'three' });
    await look(reads, performance.now());
    expect(lists()).toBe(2 * first);
    expect(await attempts()).toEqual(['one', 'two', 'three']);
  });
});
