import { afterAll, beforeAll, expect, it } from 'vitest';
import { quayEcosystems } from '../../src/k8s/resource.ts';
import { testCluster } from '../checks/cluster-context.ts';
import { TenantService, answersIn, emptyEcosystem, untilAnswered } from './tenant-service.ts';

let namespace: string;
let services: readonly TenantService[];

beforeAll(async () => {
  namespace = await testCluster().createNamespace('shared');
  const names = ['quay-migration-plugin', 'quay-migration-plugin-too'];
  services = await Promise.all(names.map((name) => TenantService.begin([namespace], name)));
});

afterAll(async () => {
  await Promise.all(services.map((service) => service.end()));
});

it('of two installations one answers, and the other writes nothing and says so once', async () => {
  const admin = testCluster().client('admin');
  await admin.create(quayEcosystems, emptyEcosystem(namespace, 'prod', { labelled: true }));
  await untilAnswered(namespace, ['prod'], { reason: 'Blocked', seconds: 30 });
  await new Promise((resolve) => setTimeout(resolve, 2000));
  const versions = new Set<string>();
  const stop = new AbortController();
  const watching = admin.watch(
    quayEcosystems,
    { namespace },
    ({ object }) => versions.add(object.metadata.resourceVersion ?? ''),
    stop.signal,
  );
  // Something else that makes both look.
  for (const note of ['one', 'two', 'three']) {
    const body = { metadata: { annotations: { 'example.com/note': note } } };
    await admin.patch(quayEcosystems, { namespace, name: 'prod' }, { type: 'merge', body });
    await new Promise((resolve) => setTimeout(resolve, 1500));
  }
  stop.abort();
  await watching;
  // As it was found, and the three of this test.
  expect(versions.size).toBe(4);
  expect((await answersIn(namespace)).get('prod')).toMatchObject({ reason: 'Blocked' });
  const logs = await Promise.all(services.map((service) => service.log()));
  const told = logs.map((log) => (log.match(/belongs to another installation/g) ?? []).length);
  expect(told.sort()).toEqual([0, 1]);
});
