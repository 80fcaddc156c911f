import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Logger } from 'pino';
import { labelsOf, registryFinalizer } from '../../domain/plan/migration-names.ts';
import type { ObjectMeta } from '../../k8s/object.ts';
import * as kinds from '../../k8s/resource.ts';
import { ApiError } from '../kube/api-error.ts';
import { type LeaderLease, LeaseLost } from '../kube/lease.ts';
import { MemoryCluster } from '../kube/memory-cluster.fixture.ts';
import { serviceNamespace, target } from './attempt.fixture.ts';
import { installationAnnotation } from './claim.ts';
import { Controller } from './controller.ts';
import { journalOf } from './journal.fixture.ts';
import { JournalStore } from './journal-store.ts';
import type { Journal } from './journal.ts';
import { installationPlace, migrateLabels } from './reconciliation.fixture.ts';

const sweep = 6 * 3600_000;
const rest = 600_000;
const foreign = { [installationAnnotation]: 'elsewhere/other' };

let cluster: MemoryCluster;
let held: boolean;
let stop: AbortController;
let running: Promise<void>;
let controller: Controller;
/** Where it looked, in order. */
let looks: string[];
const onForget = vi.fn();
const onChange = vi.fn();
const log = { error: vi.fn(), warn: vi.fn() };

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'Date'] });
  vi.spyOn(Math, 'random').mockReturnValue(0.5);
  cluster = new MemoryCluster();
  held = true;
  looks = [];
  stop = new AbortController();
  for (const mock of [onForget, onChange, log.error, log.warn]) mock.mockReset();
  const metadata = { ...installationPlace, uid: 'installation-uid' };
  cluster.seed(kinds.configMaps, { apiVersion: 'v1', kind: 'ConfigMap', metadata, data: { labelsRecorded: 'true' } });
  for (const name of [target.namespace, 'other']) {
    cluster.seed(kinds.namespaces, { apiVersion: 'v1', kind: 'Namespace', metadata: { name } });
  }
  const get = cluster.get.bind(cluster);
  cluster.get = async (resource, name, namespace) => {
    if (resource.kind === 'QuayEcosystem') looks.push(`${namespace ?? ''}/${name}`);
    return get(resource, name, namespace);
  };
});

afterEach(async () => {
  stop.abort();
  await running;
  vi.useRealTimers();
  vi.restoreAllMocks();
});

/** Runs the controller, and lets it come to rest. */
async function start(watched: readonly string[] = []): Promise<void> {
  controller = new Controller({
    client: cluster,
    facts: cluster,
    journals: new JournalStore(cluster, serviceNamespace),
    lease: {
      get held() {
        return held;
      },
    } as LeaderLease,
    log: log as unknown as Logger,
    watched,
    installation: installationPlace,
    settings: { waitScale: 1, workerImage: 'worker', imagePullSecrets: [] },
    onForget,
    onChange,
  });
  running = controller.run(stop.signal);
  await settle();
}

/** `milliseconds` pass, and what is due is done. */
async function settle(milliseconds = 0): Promise<void> {
  await vi.advanceTimersByTimeAsync(milliseconds);
  for (let turn = 0; turn < 5; turn += 1) {
    await new Promise((resolve) => setImmediate(resolve));
    await vi.advanceTimersByTimeAsync(0);
  }
}

function seed(metadata: Partial<ObjectMeta> = {}): void {
  cluster.seed(kinds.quayEcosystems, {
    apiVersion: 'redhatcop.redhat.io/v1alpha1',
    kind: 'QuayEcosystem',
    metadata: { ...target, uid: `uid-${metadata.name ?? target.name}`, ...metadata },
  });
}

async function journaled(change: Partial<Journal> = {}): Promise<void> {
  const of = { ...target, ...change.ecosystem };
  const ecosystem = { ...of, uid: `uid-${of.name}` };
  await new JournalStore(cluster, serviceNamespace).of(of).create(journalOf({ phase: 'done', ...change, ecosystem }));
}

/** What was looked at since it was asked last. */
function looked(): readonly string[] {
  return looks.splice(0);
}

const prod = 'quay-enterprise/prod';

describe('what is looked at', () => {
  it('is a QuayEcosystem that asks, and no other', async () => {
    seed({ labels: migrateLabels, annotations: foreign });
    seed({ name: 'unlabelled' });
    await start();
    expect(looked()).toEqual([prod]);
    cluster.edit(kinds.quayEcosystems, target, { metadata: { annotations: { 'quay-migration/request': '2' } } });
    await settle();
    expect(looked()).toEqual([prod]);
    // A status is no news.
    cluster.edit(kinds.quayEcosystems, target, { status: { hostname: 'x' } });
    await settle();
    expect(looked()).toEqual([]);
  });

  it('is what was watched, everywhere or in the namespaces that were given', async () => {
    const watch = vi.spyOn(cluster, 'watch');
    const ours = { labelSelector: 'app.kubernetes.io/managed-by=quay-migration-plugin' };
    await start();
    const watchedIn = () => watch.mock.calls.map(([{ kind }, selection]) => [kind, selection]);
    expect(watchedIn()).toEqual([
      ['QuayEcosystem', {}],
      ['QuayRegistry', {}],
      ['Job', ours],
      ['Pod', ours],
    ]);
    stop.abort();
    await running;
    stop = new AbortController();
    watch.mockClear();
    await start(['a', 'b']);
    expect(watchedIn()).toEqual(
      ['a', 'b'].flatMap((namespace) => [
        ['QuayEcosystem', { namespace }],
        ['QuayRegistry', { namespace }],
        ['Job', { namespace, ...ours }],
        ['Pod', { namespace, ...ours }],
      ]),
    );
  });

  it('is nothing without the Lease, and everything with it', async () => {
    held = false;
    seed({ labels: migrateLabels, annotations: foreign });
    await journaled({ ecosystem: { namespace: 'other', name: 'gone', uid: '' } });
    await start();
    controller.lookAtAll();
    await settle();
    expect(looked()).toEqual([]);
    held = true;
    controller.lookAtAll();
    await settle();
    expect([...looked()].sort()).toEqual(['other/gone', prod]);
  });

  it('stops in the queue when the Lease is lost', async () => {
    seed({ labels: migrateLabels, annotations: foreign });
    await start();
    looked();
    cluster.edit(kinds.quayEcosystems, target, { metadata: { generation: 2 } });
    held = false;
    await settle();
    expect(looked()).toEqual([]);
  });

  it('are no journals outside of what is watched, nor such as nobody can tell whose they are', async () => {
    await journaled();
    await journaled({ ecosystem: { namespace: 'other', name: 'gone', uid: '' } });
    const forged = { 'quay-migration/ecosystem-name': 'forged' };
    await journaled({ ecosystem: { namespace: 'other', name: 'bad', uid: '' } });
    const place = { namespace: serviceNamespace, name: 'quay-migration.other.bad.1' };
    cluster.edit(kinds.secrets, place, { metadata: { annotations: forged } });
    await start(['other']);
    controller.lookAtAll();
    await settle();
    expect(looked()).toEqual(['other/gone']);
  });

  it('is a QuayRegistry of one that is known, or one that our finalizer alone holds', async () => {
    const registry = { apiVersion: 'quay.redhat.com/v1', kind: 'QuayRegistry', spec: { components: [] } };
    await start();
    const seedRegistry = (metadata: Partial<ObjectMeta> & { name: string }): void => {
      cluster.seed(kinds.quayRegistries, { ...registry, metadata: { namespace: target.namespace, ...metadata } });
    };
    const deletionTimestamp = '2026-01-01T00:00:00Z';
    seedRegistry({ name: 'foreign' });
    seedRegistry({ name: 'dying', deletionTimestamp });
    seedRegistry({ name: 'living', finalizers: [registryFinalizer] });
    await settle();
    expect(looked()).toEqual([]);
    seedRegistry({ name: 'held', deletionTimestamp, finalizers: [registryFinalizer, 'example.com/other'] });
    await settle();
    expect(looked()).toEqual(['quay-enterprise/held']);
    seed({ labels: migrateLabels, annotations: foreign });
    await settle();
    looked();
    seedRegistry({ name: 'prod' });
    await settle();
    expect(looked()).toEqual([prod]);
  });

  it.each([kinds.jobs, kinds.pods])('is work of ours for one that is known: $kind', async (resource) => {
    seed({ labels: migrateLabels, annotations: foreign });
    await start();
    looked();
    const work = (of: string | undefined): void => {
      const { 'quay-migration/ecosystem': _of, ...rest } = labelsOf('x', 1);
      const labels = { ...rest, ...(of !== undefined && { 'quay-migration/ecosystem': of }) };
      const metadata = { name: `of-${of ?? 'nobody'}`, namespace: target.namespace, labels };
      cluster.seed(resource as kinds.Resource, {
        apiVersion: kinds.apiVersionOf(resource),
        kind: resource.kind,
        metadata,
      });
    };
    work(undefined);
    work('invented');
    await settle();
    expect(looked()).toEqual([]);
    work('prod');
    await settle();
    expect(looked()).toEqual([prod]);
  });
});

describe('when it is looked at again', () => {
  it('what rests: every ten minutes, but not all at the same moment', async () => {
    seed({ labels: migrateLabels, annotations: foreign });
    await start();
    looked();
    await settle(rest - 1);
    expect(looked()).toEqual([]);
    await settle(1);
    expect(looked()).toEqual([prod]);
    vi.spyOn(Math, 'random').mockReturnValue(0);
    await settle(rest);
    expect(looked()).toEqual([prod]);
    await settle(rest * 0.9);
    expect(looked()).toEqual([prod]);
  });

  it('what nobody asks for any more: never', async () => {
    seed({ labels: migrateLabels, annotations: foreign });
    await start();
    cluster.edit(kinds.quayEcosystems, target, { metadata: { labels: null } });
    await settle();
    looked();
    await settle(rest * 2);
    expect(looked()).toEqual([]);
    expect(onForget).not.toHaveBeenCalled();
  });

  it('what is open: after the seconds that it says', async () => {
    seed({ labels: migrateLabels });
    await journaled({ phase: 'holding', failedStep: 'verify' });
    await start();
    looked();
    await settle(9_999);
    expect(looked()).toEqual([]);
    await settle(1);
    expect(looked()).toEqual([prod]);
  });

  it('all of it: every six hours, as long as it runs', async () => {
    await start();
    await journaled();
    await settle(sweep - 1);
    expect(looked()).toEqual([]);
    await settle(1);
    expect(looked()).toEqual([prod]);
    stop.abort();
    await running;
    expect(vi.getTimerCount()).toBe(0);
  });

  it('what failed: later and later, at most every half minute, and it is said without what an error carries', async () => {
    seed({ labels: migrateLabels });
    await journaled();
    const trouble = Object.assign(new Error('etcd is away'), { body: 'a secret' });
    const list = cluster.list.bind(cluster);
    cluster.list = async (resource, selection) => {
      if (resource.kind === 'Secret') throw trouble;
      return list(resource, selection);
    };
    await start();
    expect(looked()).toEqual([prod]);
    for (const pause of [500, 1000, 2000, 4000, 8000, 16_000, 30_000, 30_000]) {
      await settle(pause - 1);
      expect(looked()).toEqual([]);
      await settle(1);
      expect(looked()).toEqual([prod]);
    }
    expect(log.error.mock.calls[0]).toEqual([
      { ecosystem: prod, error: { message: 'etcd is away', stack: trouble.stack } },
      expect.any(String),
    ]);
    cluster.list = list;
    await settle(30_000);
    expect(looked()).toEqual([prod]);
    expect(log.error).toHaveBeenCalledTimes(9);
  });

  it('what was thrown without being an error is said, too', async () => {
    seed({ labels: migrateLabels });
    cluster.list = async (resource) => {
      // eslint-disable-next-line @typescript-eslint/only-throw-error -- a library may.
      if (resource.kind === 'QuayRegistry' || resource.kind === 'Secret') throw 'text';
      return [];
    };
    await start();
    expect(log.error.mock.calls[0]?.[0]).toEqual({ ecosystem: prod, error: { message: 'text' } });
  });

  it('what met a conflict: at once, more or less, and nothing is said', async () => {
    seed({ labels: migrateLabels });
    const list = cluster.list.bind(cluster);
    cluster.list = async (resource, selection) => {
      if (resource.kind === 'Secret') throw new ApiError(409, 'Conflict', 'modified');
      return list(resource, selection);
    };
    await start();
    looked();
    for (const pause of [100, 200, 300]) {
      await settle(pause - 1);
      expect(looked()).toEqual([]);
      await settle(1);
      expect(looked()).toEqual([prod]);
    }
    expect(log.error).not.toHaveBeenCalled();
  });

  it('what lost the Lease on the way: not by us', async () => {
    seed({ labels: migrateLabels });
    const list = cluster.list.bind(cluster);
    cluster.list = async (resource, selection) => {
      if (resource.kind === 'Secret') throw new LeaseLost();
      return list(resource, selection);
    };
    await start();
    looked();
    await settle(60_000);
    expect(looked()).toEqual([]);
    expect(log.error).not.toHaveBeenCalled();
  });
});

describe('what is told', () => {
  it('of a QuayEcosystem that is gone with all that was open', async () => {
    seed({ labels: migrateLabels, annotations: foreign });
    await start();
    looked();
    await cluster.delete(kinds.quayEcosystems, target);
    await settle();
    expect(looked()).toEqual([prod]);
    expect(onForget.mock.calls).toEqual([[target]]);
  });

  it('nothing of one that nobody knew', async () => {
    seed();
    await start();
    await cluster.delete(kinds.quayEcosystems, target);
    await settle();
    expect(looked()).toEqual([]);
    expect(onForget).not.toHaveBeenCalled();
  });

  it('of one that another installation migrates, once', async () => {
    seed({ labels: migrateLabels, annotations: foreign });
    await start();
    await settle(rest * 2);
    expect(log.warn.mock.calls).toEqual([[{ ecosystem: prod }, expect.any(String)]]);
    await cluster.delete(kinds.quayEcosystems, target);
    await settle();
    seed({ labels: migrateLabels, annotations: foreign });
    await settle();
    expect(log.warn).toHaveBeenCalledTimes(2);
  });

  it('of each change of an attempt', async () => {
    seed({ labels: migrateLabels });
    await start();
    await settle();
    expect(onChange).toHaveBeenCalled();
  });
});

describe('the installation', () => {
  const reads = () => vi.mocked(cluster.get).mock.calls.filter(([, name]) => name === installationPlace.name);

  it('is opened once for all looks, and anew for a new leader', async () => {
    vi.spyOn(cluster, 'get');
    seed({ labels: migrateLabels, annotations: foreign });
    seed({ name: 'second', labels: migrateLabels, annotations: foreign });
    await start();
    expect(reads()).toHaveLength(1);
    controller.lookAtAll();
    await settle();
    expect(reads()).toHaveLength(2);
  });

  it('is asked for again and again, as long as the Lease is held and the service runs', async () => {
    cluster.vanish(kinds.configMaps, installationPlace);
    await journaled();
    await start();
    controller.lookAtAll();
    await settle();
    expect(log.error.mock.calls[0]?.[0]).toMatchObject({
      error: { message: expect.stringMatching(/is missing/) as string },
    });
    await settle(499);
    expect(log.error).toHaveBeenCalledTimes(1);
    await settle(1);
    expect(log.error).toHaveBeenCalledTimes(2);
    const metadata = { ...installationPlace, uid: 'installation-uid' };
    cluster.seed(kinds.configMaps, { apiVersion: 'v1', kind: 'ConfigMap', metadata, data: { labelsRecorded: 'true' } });
    await settle(500);
    expect(looked()).toEqual([prod]);
    await settle(5000);
    expect(log.error).toHaveBeenCalledTimes(2);
    cluster.vanish(kinds.configMaps, installationPlace);
    controller.lookAtAll();
    await settle();
    expect(log.error).toHaveBeenCalledTimes(3);
    held = false;
    await settle(5000);
    expect(log.error).toHaveBeenCalledTimes(3);
    held = true;
    controller.lookAtAll();
    await settle();
    stop.abort();
    await running;
    await settle(5000);
    expect(log.error).toHaveBeenCalledTimes(4);
  });

  it('marks what it takes, which is no news for it', async () => {
    seed({ labels: migrateLabels });
    await start();
    expect(cluster.peek(kinds.quayEcosystems, target)?.metadata.annotations).toEqual({
      [installationAnnotation]: `${serviceNamespace}/installation-uid`,
    });
    expect(looked()).toEqual([prod]);
  });
});

describe('its end', () => {
  it('comes when its work has ended, and begins nothing any more', async () => {
    seed({ labels: migrateLabels, annotations: foreign });
    await start();
    stop.abort();
    await running;
    looked();
    controller.lookAtAll();
    await settle(sweep);
    expect(looked()).toEqual([]);
    expect(vi.getTimerCount()).toBe(0);
  });
});
