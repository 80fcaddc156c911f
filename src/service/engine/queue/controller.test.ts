import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { labelsOf, registryFinalizer } from '../../../domain/migration-names.ts';
import type { ObjectMeta } from '../../../k8s/object.ts';
import * as kinds from '../../../k8s/resource.ts';
import { serviceNamespace, target } from '../attempt/attempt.fixture.ts';
import { installationAnnotation } from '../../../contract/annotations.ts';
import { ControllerUnderTest, foreign, prod } from './controller.fixture.ts';
import { installationPlace, migrateLabels } from '../reconcile/reconciliation.fixture.ts';

let test: ControllerUnderTest;

beforeEach(() => {
  test = new ControllerUnderTest();
});

afterEach(async () => {
  await test.end();
});

describe('what is looked at', () => {
  it('is a QuayEcosystem that asks, and no other', async () => {
    test.seed({ labels: migrateLabels, annotations: foreign });
    test.seed({ name: 'unlabelled' });
    await test.start();
    expect(test.looked()).toEqual([prod]);
    test.cluster.edit(kinds.quayEcosystems, target, { metadata: { annotations: { 'quay-migration/request': '2' } } });
    await test.settle();
    expect(test.looked()).toEqual([prod]);
    // A status is no news.
    test.cluster.edit(kinds.quayEcosystems, target, { status: { hostname: 'x' } });
    await test.settle();
    expect(test.looked()).toEqual([]);
  });

  it('is what was watched, everywhere or in the namespaces that were given', async () => {
    const watch = vi.spyOn(test.cluster, 'watch');
    const ours = { labelSelector: 'app.kubernetes.io/managed-by=quay-migration-plugin' };
    await test.start();
    const watchedIn = () => watch.mock.calls.map(([{ kind }, selection]) => [kind, selection]);
    expect(watchedIn()).toEqual([
      ['QuayEcosystem', {}],
      ['QuayRegistry', {}],
      ['Job', ours],
      ['Pod', ours],
    ]);
    await test.stop();
    watch.mockClear();
    await test.start(['a', 'b']);
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
    test.held = false;
    test.seed({ labels: migrateLabels, annotations: foreign });
    await test.journaled({ ecosystem: { namespace: 'other', name: 'gone', uid: '' } });
    await test.start();
    await test.enqueueAll();
    expect(test.looked()).toEqual([]);
    test.held = true;
    await test.enqueueAll();
    expect([...test.looked()].sort()).toEqual(['other/gone', prod]);
  });

  it('stops in the queue when the Lease is lost', async () => {
    test.seed({ labels: migrateLabels, annotations: foreign });
    await test.start();
    test.looked();
    test.cluster.edit(kinds.quayEcosystems, target, { metadata: { generation: 2 } });
    test.held = false;
    await test.settle();
    expect(test.looked()).toEqual([]);
  });

  it('are no journals outside of what is watched, nor such as nobody can tell whose they are', async () => {
    await test.journaled();
    await test.journaled({ ecosystem: { namespace: 'other', name: 'gone', uid: '' } });
    const forged = { 'quay-migration/ecosystem-name': 'forged' };
    await test.journaled({ ecosystem: { namespace: 'other', name: 'bad', uid: '' } });
    const place = { namespace: serviceNamespace, name: 'quay-migration.other.bad.1' };
    test.cluster.edit(kinds.secrets, place, { metadata: { annotations: forged } });
    await test.start(['other']);
    await test.enqueueAll();
    expect(test.looked()).toEqual(['other/gone']);
  });

  it('is a QuayRegistry of one that is known, or one that our finalizer alone holds', async () => {
    const registry = { apiVersion: 'quay.redhat.com/v1', kind: 'QuayRegistry', spec: { components: [] } };
    await test.start();
    const seedRegistry = (metadata: Partial<ObjectMeta> & { name: string }): void => {
      test.cluster.seed(kinds.quayRegistries, { ...registry, metadata: { namespace: target.namespace, ...metadata } });
    };
    const deletionTimestamp = '2026-01-01T00:00:00Z';
    seedRegistry({ name: 'foreign' });
    seedRegistry({ name: 'dying', deletionTimestamp });
    seedRegistry({ name: 'living', finalizers: [registryFinalizer] });
    await test.settle();
    expect(test.looked()).toEqual([]);
    seedRegistry({ name: 'held', deletionTimestamp, finalizers: [registryFinalizer, 'example.com/other'] });
    await test.settle();
    expect(test.looked()).toEqual(['quay-enterprise/held']);
    test.seed({ labels: migrateLabels, annotations: foreign });
    await test.settle();
    test.looked();
    seedRegistry({ name: 'prod' });
    await test.settle();
    expect(test.looked()).toEqual([prod]);
  });

  it.each<kinds.Resource>([kinds.jobs, kinds.pods])(
    'is work of ours for one that is known: $kind',
    async (resource) => {
      test.seed({ labels: migrateLabels, annotations: foreign });
      await test.start();
      test.looked();
      const work = (of: string | undefined): void => {
        const { 'quay-migration/ecosystem': _of, ...rest } = labelsOf('x', 1);
        const labels = { ...rest, ...(of !== undefined && { 'quay-migration/ecosystem': of }) };
        const metadata = { name: `of-${of ?? 'nobody'}`, namespace: target.namespace, labels };
        test.cluster.seed(resource, {
          apiVersion: kinds.apiVersionOf(resource),
          kind: resource.kind,
          metadata,
        });
      };
      work(undefined);
      work('invented');
      await test.settle();
      expect(test.looked()).toEqual([]);
      work('prod');
      await test.settle();
      expect(test.looked()).toEqual([prod]);
    },
  );
});

describe('what is told', () => {
  it('of a QuayEcosystem that is gone with all that was open', async () => {
    test.seed({ labels: migrateLabels, annotations: foreign });
    await test.start();
    test.looked();
    await test.cluster.delete(kinds.quayEcosystems, target);
    await test.settle();
    expect(test.looked()).toEqual([prod]);
    expect(test.onForget.mock.calls).toEqual([[target]]);
  });

  it('nothing of one that nobody knew', async () => {
    test.seed();
    await test.start();
    await test.cluster.delete(kinds.quayEcosystems, target);
    await test.settle();
    expect(test.looked()).toEqual([]);
    expect(test.onForget).not.toHaveBeenCalled();
  });

  it('of one that another installation migrates, once', async () => {
    test.seed({ labels: migrateLabels, annotations: foreign });
    await test.start();
    await test.settle(1_200_000);
    expect(test.log.warn.mock.calls).toEqual([[{ ecosystem: prod }, expect.any(String)]]);
    await test.cluster.delete(kinds.quayEcosystems, target);
    await test.settle();
    test.seed({ labels: migrateLabels, annotations: foreign });
    await test.settle();
    expect(test.log.warn).toHaveBeenCalledTimes(2);
  });

  it('of each change of an attempt', async () => {
    test.seed({ labels: migrateLabels });
    await test.start();
    await test.settle();
    expect(test.onChange).toHaveBeenCalled();
  });
});

describe('the installation', () => {
  it('is opened once for all looks, and anew for a new leader', async () => {
    const get = vi.spyOn(test.cluster, 'get');
    const reads = () => get.mock.calls.filter(([, name]) => name === installationPlace.name);
    test.seed({ labels: migrateLabels, annotations: foreign });
    test.seed({ name: 'second', labels: migrateLabels, annotations: foreign });
    await test.start();
    expect(reads()).toHaveLength(1);
    await test.enqueueAll();
    expect(reads()).toHaveLength(2);
  });

  it('is asked for again and again, as long as the Lease is held and the service runs', async () => {
    test.cluster.vanish(kinds.configMaps, installationPlace);
    await test.journaled();
    await test.start();
    await test.enqueueAll();
    expect(test.log.error.mock.calls[0]?.[0]).toMatchObject({
      error: { message: expect.stringMatching(/is missing/) as string },
    });
    await test.settle(499);
    expect(test.log.error).toHaveBeenCalledTimes(1);
    await test.settle(1);
    expect(test.log.error).toHaveBeenCalledTimes(2);
    test.seedInstallation();
    await test.settle(500);
    expect(test.looked()).toEqual([prod]);
    await test.settle(5000);
    expect(test.log.error).toHaveBeenCalledTimes(2);
    test.cluster.vanish(kinds.configMaps, installationPlace);
    await test.enqueueAll();
    expect(test.log.error).toHaveBeenCalledTimes(3);
    test.held = false;
    await test.settle(5000);
    expect(test.log.error).toHaveBeenCalledTimes(3);
    test.held = true;
    await test.enqueueAll();
    await test.stop();
    await test.settle(5000);
    expect(test.log.error).toHaveBeenCalledTimes(4);
  });

  it('marks what it takes, which is no news for it', async () => {
    test.seed({ labels: migrateLabels });
    await test.start();
    expect(test.cluster.peek(kinds.quayEcosystems, target)?.metadata.annotations).toEqual({
      [installationAnnotation]: `${serviceNamespace}/installation-uid`,
    });
    expect(test.looked()).toEqual([prod]);
  });
});

describe('its end', () => {
  it('comes when its work has ended, and begins nothing any more', async () => {
    test.seed({ labels: migrateLabels, annotations: foreign });
    await test.start();
    await test.stop();
    test.looked();
    await test.enqueueAll();
    await test.settle(6 * 3600_000);
    expect(test.looked()).toEqual([]);
    expect(vi.getTimerCount()).toBe(0);
  });
});
