import { afterAll, beforeAll, expect, it } from 'vitest';
import type { KubernetesObject } from '../../src/k8s/object.ts';
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
  const seen = new Set<string>();
  const stop = new AbortController();
  const see = ({ object }: { readonly object: KubernetesObject }): void => {
    seen.add(object.metadata.resourceVersion ?? '');
  };
  const watching = admin.watch(quayEcosystems, { namespace }, see, stop.signal);
  const target = { namespace, name: 'prod' };
  const known = [(await admin.get(quayEcosystems, 'prod', namespace))?.metadata.resourceVersion ?? ''];
  // Something else that makes both look.
  for (const note of ['one', 'two', 'three']) {
    const body = { metadata: { annotations: { 'example.com/note': note } } };
    const noted = await admin.patch(quayEcosystems, target, { type: 'merge', body });
    known.push(noted.metadata.resourceVersion ?? '');
    await new Promise((resolve) => setTimeout(resolve, 1500));
  }
  stop.abort();
  await watching;
  expect(seen.size).toBeGreaterThan(2);
  expect([...seen].filter((version) => !known.includes(version))).toEqual([]);
  expect((await answersIn(namespace)).get('prod')).toMatchObject({ reason: 'Blocked' });
  const logs = await Promise.all(services.map((service) => service.log()));
  const told = logs.map((log) => (log.match(/belongs to another installation/g) ?? []).length);
  expect(told.sort()).toEqual([0, 1]);
});
