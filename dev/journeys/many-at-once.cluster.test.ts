import { afterAll, beforeAll, expect, it } from 'vitest';
import { configMaps, quayEcosystems, secrets } from '../../src/k8s/resource.ts';
import { testCluster } from '../checks/cluster-context.ts';
import { TenantService, answersIn, emptyEcosystem, untilAnswered } from './tenant-service.ts';

const tenants = 30;
const ofEach = Array.from({ length: 10 }, (_, number) => `prod-${number}`);

let namespaces: readonly string[];
let service: TenantService;

beforeAll(async () => {
  const cluster = testCluster();
  namespaces = await Promise.all(Array.from({ length: tenants }, () => cluster.createNamespace('many')));
  service = await TenantService.begin(namespaces);
  for (const namespace of namespaces) {
    await Promise.all(
      ofEach.map((name) => cluster.client('admin').create(quayEcosystems, emptyEcosystem(namespace, name))),
    );
  }
});

afterAll(async () => {
  await service.end();
});

it('300 labels at once are all answered, with few requests, and the Lease is never lost', async () => {
  const client = testCluster().client('admin');
  const before = { requests: await service.requests(), transitions: await service.leaseTransitions() };
  const patch = { type: 'merge' as const, body: { metadata: { labels: { 'quay-operator/migrate': 'true' } } } };
  const startedAt = Date.now();
  await Promise.all(
    namespaces.map(async (namespace) => {
      for (const name of ofEach) await client.patch(quayEcosystems, { namespace, name }, patch);
    }),
  );
  const labelled = Date.now() - startedAt;
  const waits = await Promise.all(
    namespaces.map(async (namespace) => {
      await untilAnswered(namespace, ofEach, { reason: 'Blocked', seconds: 150 });
      return Date.now() - startedAt;
    }),
  );
  const requests = (await service.requests()) - before.requests;
  const answered = waits.sort((one, other) => one - other);
  const measured = { labelled, first: answered[0], last: answered.at(-1), requests };
  console.log(JSON.stringify(measured));
  const answers = (await Promise.all(namespaces.map(answersIn))).flatMap((said) => [...said.values()]);
  expect(answers.filter(({ message }) => message.includes('was rejected and changed nothing'))).toHaveLength(300);
  expect(requests).toBeLessThan(5000);
  expect(await service.leaseTransitions()).toBe(before.transitions);
  const log = await service.log();
  expect(log.match(/this pod acquired the Lease/g)).toHaveLength(1);
  expect(log).not.toMatch(/could not/);
});

it('and each of them is remembered', async () => {
  const client = testCluster().client('admin');
  const labelSelector = 'quay-migration/memory-of';
  const read = async () => {
    const memory = await client.list(configMaps, { namespace: service.namespace, labelSelector });
    return memory.flatMap(({ data = {} }) => Object.entries(data));
  };
  // The last was answered a moment ago.
  await expect.poll(read, { timeout: 20_000 }).toHaveLength(tenants * ofEach.length);
  const remembered = await read();
  const uids = (await Promise.all(namespaces.map((namespace) => client.list(quayEcosystems, { namespace }))))
    .flat()
    .map(({ metadata }) => metadata.uid);
  expect(remembered.map(([uid]) => uid).sort()).toEqual(uids.sort());
  expect(remembered.every(([, text]) => /"executed":\["[0-9a-f]{16}"\]/.test(text))).toBe(true);
  const journals = await client.list(secrets, { namespace: service.namespace });
  expect(journals.filter(({ type }) => type === 'quay-migration/journal')).toHaveLength(uids.length);
});

it('an ecosystem that is gone is forgotten, and with the last of a namespace what was remembered of it', async () => {
  const client = testCluster().client('admin');
  const [namespace = ''] = namespaces;
  for (const name of ofEach) await client.delete(quayEcosystems, { namespace, name });
  const labelSelector = 'quay-migration/memory-of';
  await expect
    .poll(() => client.list(configMaps, { namespace: service.namespace, labelSelector }), { timeout: 30_000 })
    .toHaveLength(tenants - 1);
});
