import { expect, it } from 'vitest';
import { testCluster } from '../../../../dev/checks/cluster-context.ts';
import { fixtureObject } from '../../../domain/fixtures/prod-registry.fixture.ts';
import { plan as planned } from '../../../domain/plan/plan.fixture.ts';
import type { KubernetesObject } from '../../../k8s/object.ts';
import * as kinds from '../../../k8s/resource.ts';
import { Attempt } from '../attempt/attempt.ts';
import { journalOf } from '../journal/journal.fixture.ts';
import { JournalStore } from '../journal/journal-store.ts';
import { reachOf } from '../journal/reach.ts';
import { restoreAccess } from '../rollback/restore-access.ts';
import { access } from './access.ts';
import { snapshot } from './snapshot.ts';

const legacyPods = { app: 'quay-operator', 'quay-enterprise-cr': 'prod', 'quay-enterprise-component': 'app' };
const newPods = { 'quay-component': 'quay-app', 'quay-operator/quayregistry': 'prod' };

/** The old registry's ways in, owned by a QuayEcosystem, and an attempt whose plan knows them. */
async function begin(route: boolean) {
  const client = testCluster().client('admin');
  const namespace = await testCluster().createNamespace('access');
  const ecosystem = await client.create(kinds.quayEcosystems, {
    apiVersion: 'redhatcop.redhat.io/v1alpha1',
    kind: 'QuayEcosystem',
    metadata: { name: 'prod', namespace },
    spec: {},
  });
  const uid = ecosystem.metadata.uid ?? '';
  const owner = { apiVersion: ecosystem.apiVersion, kind: ecosystem.kind, name: 'prod', uid };
  const metadata = (name: string) => ({ name, namespace, ownerReferences: [owner] });
  const ports = [{ name: 'quay-service', port: 443, targetPort: 8443 }];
  const service = {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: metadata('prod-quay'),
    spec: { selector: legacyPods, ports },
  };
  await client.create(kinds.services, service);
  const pair = { 'tls.crt': 'Yw==', 'tls.key': 'aw==' };
  const secret = { apiVersion: 'v1', kind: 'Secret', metadata: metadata('prod-quay-ssl'), type: 'Opaque', data: pair };
  await client.create(kinds.secrets, secret);
  const backend = { service: { name: 'prod-quay', port: { number: 443 } } };
  const ingress = {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'Ingress',
    metadata: metadata('prod-quay'),
    spec: { defaultBackend: backend, tls: [{ secretName: 'prod-quay-ssl' }] },
  };
  await client.create(kinds.ingresses, ingress);
  const target = { namespace, name: 'prod', uid };
  const reach = reachOf({ client, facts: client, journals: new JournalStore(client, namespace) }, target);
  const attempt = new Attempt(reach, await reach.journals.create(journalOf({ ecosystem: target })), {
    waitScale: 1,
    workerImage: 'worker',
    imagePullSecrets: [],
  });
  const withOwner = { ownerReferences: [{ ...owner, uid: 'uid-QuayEcosystem-prod' }] };
  const inFixture = (object: KubernetesObject & { spec?: object; data?: object }) =>
    fixtureObject(object.apiVersion, object.kind, object.metadata.name, {
      metadata: withOwner,
      ...(object.spec && { spec: object.spec }),
      ...(object.data && { data: object.data }),
    });
  const change = route
    ? { add: [inFixture(secret), inFixture(ingress)] }
    : {
        ecosystem: { spec: { quay: { externalAccess: { type: 'Ingress' } } } },
        remove: ['Route/prod-quay'],
        add: [inFixture(secret), inFixture(ingress)],
      };
  const plan = { ...planned(change), ecosystem: { namespace, name: 'prod' }, attempt: 1 };
  await attempt.update({ plan: await reach.journals.storePlan(attempt.journal, plan) });
  // Its other objects are of the fixture's namespace: read back, it would not be believed.
  attempt.plan = () => Promise.resolve(plan);
  const look = async () => {
    const [found, certificate, front] = await Promise.all([
      client.get(kinds.services, 'prod-quay', namespace),
      client.get(kinds.secrets, 'prod-quay-ssl', namespace),
      client.get(kinds.ingresses, 'prod-quay', namespace),
    ]);
    const owners = [found, certificate, front].map((object) => object?.metadata.ownerReferences?.length ?? 0);
    return { selector: found?.spec?.selector, type: found?.spec?.type, owners };
  };
  return { client, namespace, attempt, look };
}

it.each([
  ['a Route', true],
  ['an Ingress', false],
])(
  'behind %s the old Service leads to the new pods and outlives the QuayEcosystem, until a rollback',
  async (_title, route) => {
    const { attempt, look } = await begin(route);
    await snapshot(attempt);
    expect(await look()).toEqual({ selector: legacyPods, type: 'ClusterIP', owners: [1, 1, 1] });

    await access(attempt);
    expect(await look()).toEqual({ selector: newPods, type: 'ClusterIP', owners: [0, 0, 0] });
    // Looked at again after a crash, nothing is changed.
    await access(attempt);
    expect(await look()).toEqual({ selector: newPods, type: 'ClusterIP', owners: [0, 0, 0] });

    await restoreAccess(attempt);
    expect(await look()).toEqual({ selector: legacyPods, type: 'ClusterIP', owners: [1, 1, 1] });
  },
);

it('deleting the QuayEcosystem afterwards takes neither Service nor Ingress nor its certificate', async () => {
  const { client, namespace, attempt, look } = await begin(false);
  await snapshot(attempt);
  await access(attempt);
  // What the legacy operator owned goes; what the step let go stays. A ConfigMap shows that the collector has been there.
  const ecosystem = await client.get(kinds.quayEcosystems, 'prod', namespace);
  const { uid = '', name } = ecosystem?.metadata ?? { name: '' };
  await client.create(kinds.configMaps, {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: {
      name: 'collected',
      namespace,
      ownerReferences: [{ apiVersion: 'redhatcop.redhat.io/v1alpha1', kind: 'QuayEcosystem', name, uid }],
    },
  });
  await client.delete(kinds.quayEcosystems, { name, namespace });
  await expect.poll(() => client.get(kinds.configMaps, 'collected', namespace), { timeout: 60_000 }).toBeUndefined();
  expect(await look()).toEqual({ selector: newPods, type: 'ClusterIP', owners: [0, 0, 0] });
});

it.each([
  ['a Route: it leads to the registry without', true, undefined],
  [
    'an Ingress: nothing would lead to the registry',
    false,
    /Service .*prod-quay, which exposes the registry, does not exist/,
  ],
])('a Service that is gone behind %s', async (_title, route, failure) => {
  const { client, namespace, attempt } = await begin(route);
  await client.delete(kinds.services, { name: 'prod-quay', namespace });
  if (failure === undefined) expect(await access(attempt)).toMatchObject({ kind: 'done' });
  else await expect(access(attempt)).rejects.toThrow(failure);
});
