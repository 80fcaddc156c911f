import { beforeEach, describe, expect, it } from 'vitest';
import { ecosystemFinalizer, migrationLabels, registryFinalizer } from '../../../domain/migration-names.ts';
import type { ObjectMeta } from '../../../k8s/object.ts';
import * as kinds from '../../../k8s/resource.ts';
import type { MemoryCluster } from '../../kube/memory-cluster.fixture.ts';
import { attemptOf, changesIn, target } from '../attempt/attempt.fixture.ts';
import { earlierJournals } from '../request/earlier-journals.ts';
import { heldByOrphanedFinalizer, releaseInEndedNamespace } from './orphaned-finalizers.ts';
import type { Reach } from '../journal/reach.ts';
import { migrateLabels, told } from './reconciliation.fixture.ts';

const { namespace, name } = target;
const deletionTimestamp = '2026-01-01T00:00:00Z';
const others = 'example.com/other';

let cluster: MemoryCluster;
let reach: Reach;

beforeEach(async () => {
  ({ cluster, reach } = await attemptOf());
  cluster.seed(kinds.namespaces, { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } });
});

function ecosystem(metadata: Partial<ObjectMeta>): void {
  cluster.edit(kinds.quayEcosystems, target, { metadata });
}

function registry(metadata: Partial<ObjectMeta>): void {
  const finalizers = [others, registryFinalizer];
  const head = { apiVersion: 'quay.redhat.com/v1', kind: 'QuayRegistry' };
  cluster.seed(kinds.quayRegistries, { ...head, metadata: { ...target, finalizers, ...metadata } });
}

/** What an earlier version has left in the namespace of the QuayEcosystem. */
function earlier(of = name, type = 'quay-migration/journal', at = namespace): void {
  const labels = { [migrationLabels.ecosystem]: of };
  const metadata = { name: `${of}-${type.length}`, namespace: at, labels };
  cluster.seed(kinds.secrets, { apiVersion: 'v1', kind: 'Secret', metadata, type });
}

const look = () => heldByOrphanedFinalizer(reach, cluster.peek(kinds.quayEcosystems, target));
const finalizersOf = (resource: kinds.Resource) => cluster.peek(resource, target)?.metadata.finalizers;

describe('where no journal is', () => {
  it('nothing is in the way of what nobody holds', async () => {
    expect(await look()).toBe(false);
    ecosystem({ labels: migrateLabels });
    registry({ finalizers: [others] });
    expect(await look()).toBe(false);
    expect(changesIn(cluster)).toEqual([]);
  });

  it('a QuayEcosystem that is held stays as it is, and says which journal is missing', async () => {
    ecosystem({ finalizers: [ecosystemFinalizer] });
    expect(await look()).toBe(true);
    expect(finalizersOf(kinds.quayEcosystems)).toEqual([ecosystemFinalizer]);
    expect(told(cluster).reason).toBe('Failed');
    expect(told(cluster).message).toMatch(
      /Secret quay-migration\.quay-enterprise\.prod\.1 in namespace quay-migration.*backup.*quay-migration\/running\.$/s,
    );
    cluster.writes.length = 0;
    expect(await look()).toBe(true);
    expect(changesIn(cluster)).toEqual([]);
  });

  it('a QuayEcosystem that is dying is let go, by our finalizer alone', async () => {
    ecosystem({ finalizers: [others, ecosystemFinalizer], deletionTimestamp });
    expect(await look()).toBe(false);
    expect(finalizersOf(kinds.quayEcosystems)).toEqual([others]);
    expect(told(cluster).reason).toBe('');
    ecosystem({ finalizers: [others] });
    cluster.writes.length = 0;
    expect(await look()).toBe(false);
    expect(changesIn(cluster)).toEqual([]);
  });

  it('a QuayRegistry that is dying is let go, and a living one is held', async () => {
    registry({});
    expect(await look()).toBe(false);
    expect(changesIn(cluster)).toEqual([]);
    cluster.edit(kinds.quayRegistries, target, { metadata: { deletionTimestamp } });
    expect(await look()).toBe(false);
    expect(finalizersOf(kinds.quayRegistries)).toEqual([others]);
  });

  it('nothing is let go over the write of somebody else', async () => {
    registry({ deletionTimestamp });
    cluster.beforeWrite = () => {
      cluster.edit(kinds.quayRegistries, target, { metadata: { labels: { touched: 'yes' } } });
    };
    await expect(look()).rejects.toThrow(/modified/);
  });

  it('a QuayRegistry alone is looked at, too', async () => {
    cluster.vanish(kinds.quayEcosystems, target);
    expect(await look()).toBe(false);
    registry({ deletionTimestamp });
    earlier();
    expect(await look()).toBe(true);
    expect(finalizersOf(kinds.quayRegistries)).toEqual([others, registryFinalizer]);
  });
});

describe('a journal that an earlier version has left', () => {
  it('is found by its type and its ecosystem, without what it holds', async () => {
    earlier();
    earlier('other');
    earlier(name, 'quay-migration/journal-part');
    earlier(name, 'quay-migration/journal', 'elsewhere');
    cluster.seed(kinds.secrets, {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: 'bare', namespace },
      type: 'quay-migration/journal',
    });
    expect(await earlierJournals(reach)).toEqual(['prod-22']);
    expect(await earlierJournals({ ...reach, target: { namespace, name: 'nobody' } })).toEqual([]);
  });

  it.each<[string, () => void]>([
    [
      'asks',
      () => {
        ecosystem({ labels: migrateLabels });
      },
    ],
    [
      'is held',
      () => {
        ecosystem({ finalizers: [ecosystemFinalizer] });
      },
    ],
    [
      'is held, and dying',
      () => {
        ecosystem({ finalizers: [ecosystemFinalizer], deletionTimestamp });
      },
    ],
    [
      'has a QuayRegistry that is held',
      () => {
        registry({ deletionTimestamp });
      },
    ],
  ])('stops a QuayEcosystem that %s, and says what to do with it', async (_title, change) => {
    change();
    earlier();
    expect(await look()).toBe(true);
    expect(changesIn(cluster)).toEqual(['patch QuayEcosystem/status prod']);
    expect(told(cluster).reason).toBe('Blocked');
    expect(told(cluster).message).toMatch(/^Secret quay-enterprise\/prod-22: .*helm rollback.*oc delete secret/);
  });

  it('stops nobody who asks for nothing', async () => {
    earlier();
    expect(await look()).toBe(false);
    expect(told(cluster).reason).toBe('');
  });

  it('holds nothing in a namespace that goes', async () => {
    ecosystem({ finalizers: [ecosystemFinalizer], deletionTimestamp });
    registry({ deletionTimestamp });
    earlier();
    cluster.edit(kinds.namespaces, { name: namespace }, { metadata: { deletionTimestamp } });
    expect(await look()).toBe(false);
    expect(finalizersOf(kinds.quayRegistries)).toEqual([others]);
    expect(finalizersOf(kinds.quayEcosystems) ?? []).toEqual([]);
  });
});

describe('releaseInEndedNamespace', () => {
  const release = () => releaseInEndedNamespace(reach, cluster.peek(kinds.quayEcosystems, target));

  it('lets go what is dying, and tells that something was held', async () => {
    ecosystem({ finalizers: [others, ecosystemFinalizer], deletionTimestamp });
    expect(await release()).toBe(true);
    expect(finalizersOf(kinds.quayEcosystems)).toEqual([others]);
    expect(await release()).toBe(false);
    registry({ deletionTimestamp });
    expect(await release()).toBe(true);
    expect(finalizersOf(kinds.quayRegistries)).toEqual([others]);
    expect(await release()).toBe(false);
  });

  it('keeps what is not dying yet, and tells that it is held', async () => {
    registry({});
    expect(await release()).toBe(true);
    expect(changesIn(cluster)).toEqual([]);
    cluster.vanish(kinds.quayRegistries, target);
    cluster.vanish(kinds.quayEcosystems, target);
    expect(await release()).toBe(false);
  });
});
