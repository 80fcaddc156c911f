import { describe, expect, it, vi } from 'vitest';
import type { OwnerReference } from '../../../k8s/object.ts';
import * as kinds from '../../../k8s/resource.ts';
import { type AttemptUnderTest, attemptOf, changesIn, target } from '../attempt/attempt.fixture.ts';
import { restoreAccess } from './restore-access.ts';
import { forgetPlan } from './rolling-back.fixture.ts';

const { namespace } = target;
const place = { namespace, name: 'prod-quay' };
const owner = {
  apiVersion: 'redhatcop.redhat.io/v1alpha1',
  kind: 'QuayEcosystem',
  name: 'prod',
  uid: 'uid-QuayEcosystem-prod',
};
const registryOwner = { apiVersion: 'quay.redhat.com/v1', kind: 'QuayRegistry', name: 'prod', uid: 'registry-uid' };
const foreign = { apiVersion: 'v1', kind: 'ConfigMap', name: 'other', uid: 'other' };
const oldSelector = { app: 'quay-operator', 'quay-enterprise-component': 'app' };
const newSelector = { 'quay-component': 'quay-app', 'quay-operator/quayregistry': 'prod' };

/** An attempt with an Ingress and its certificate, which has recorded everything that leads to the registry. */
async function recorded(ownerReferences: readonly OwnerReference[] = [owner]): Promise<AttemptUnderTest> {
  const test = await attemptOf({
    plan: (planned) => ({ ...planned, access: { ...planned.access, ingress: 'prod-quay', secrets: ['prod-tls'] } }),
  });
  const { cluster, attempt } = test;
  const metadata = { ...place, ownerReferences };
  cluster.seed(kinds.ingresses, { apiVersion: 'networking.k8s.io/v1', kind: 'Ingress', metadata });
  cluster.seed(kinds.secrets, { apiVersion: 'v1', kind: 'Secret', metadata: { ...metadata, name: 'prod-tls' } });
  cluster.edit(kinds.services, place, { metadata: { ownerReferences }, spec: { selector: oldSelector } });
  cluster.edit(kinds.routes, place, {
    metadata: {
      ownerReferences,
      labels: { app: 'old', team: 'registry' },
      annotations: { 'haproxy.router.openshift.io/timeout': '10m' },
      resourceVersion: '1',
      managedFields: [{ manager: 'quay-operator' }],
    },
    status: { ingress: [{ host: 'quay.example.com' }] },
  });
  for (const resource of [kinds.routes, kinds.services, kinds.ingresses, kinds.secrets] as kinds.Resource[]) {
    const name = resource === kinds.secrets ? 'prod-tls' : 'prod-quay';
    const object = cluster.peek(resource, { namespace, name });
    if (object !== undefined) await attempt.recordOriginal(resource, object);
  }
  cluster.writes.length = 0;
  return test;
}

/** What the operator makes of the Route that it finds under its name. */
function rewriteRoute({ cluster }: AttemptUnderTest): void {
  cluster.edit(kinds.routes, place, {
    metadata: {
      ownerReferences: [registryOwner],
      labels: {
        app: 'prod',
        team: 'other team',
        'quay-component': 'quay-route',
        'quay-operator/quayregistry': 'prod',
        mine: 'x',
      },
      annotations: {
        'haproxy.router.openshift.io/timeout': '30m',
        'quay-buildmanager-hostname': '',
        'my-quay-note': 'kept',
      },
    },
    spec: {
      host: 'prod-quay-quay-enterprise.apps.example.com',
      to: { kind: 'Service', name: 'prod-quay-app', weight: 100 },
      port: { targetPort: 'https' },
      tls: { termination: 'reencrypt', key: 'operator' },
      path: '/',
      wildcardPolicy: 'Subdomain',
      alternateBackends: [{ name: 'somebody' }],
    },
  });
}

const routeOf = ({ cluster }: AttemptUnderTest) => cluster.peek(kinds.routes, place);
const serviceOf = ({ cluster }: AttemptUnderTest) => cluster.peek(kinds.services, place);

describe('restoreAccess', () => {
  it('has nothing to do before there was a plan', async () => {
    const { cluster, attempt } = await recorded();
    await forgetPlan(attempt);
    cluster.writes.length = 0;
    expect(await restoreAccess(attempt)).toEqual({ kind: 'done', message: 'external access was not changed' });
    expect(cluster.writes).toEqual([]);
  });

  it('writes nothing where everything is as before', async () => {
    const { cluster, attempt } = await recorded();
    const asked: string[] = [];
    cluster.beforeWrite = (verb, { kind }) => asked.push(`${verb} ${kind}`);
    expect((await restoreAccess(attempt)).message).toBe('external access points to the old registry');
    expect(changesIn(cluster)).toEqual([]);
    // One that changes nothing: its labels may be anybody's.
    expect(asked).toEqual(['patch Route']);
  });

  it('leaves alone what was not recorded, and what the plan does not name', async () => {
    const test = await attemptOf();
    rewriteRoute(test);
    test.cluster.edit(kinds.services, place, { spec: { selector: newSelector } });
    expect((await restoreAccess(test.attempt)).kind).toBe('done');
    const ingress = await recorded();
    await ingress.attempt.update({ originals: {} });
    ingress.cluster.edit(kinds.ingresses, place, { metadata: { ownerReferences: [registryOwner] } });
    expect((await restoreAccess(ingress.attempt)).kind).toBe('done');
    expect(changesIn(ingress.cluster)).toEqual([]);
    const nothing = { route: undefined, service: undefined, ingress: undefined, selector: {} };
    const bare = await attemptOf({ plan: (planned) => ({ ...planned, access: nothing }) });
    expect((await restoreAccess(bare.attempt)).kind).toBe('done');
    expect([...changesIn(test.cluster), ...changesIn(bare.cluster)]).toEqual([]);
  });
});

describe('the Route', () => {
  it('gets back every field that the operator writes, and keeps what others wrote', async () => {
    const test = await recorded();
    const before = structuredClone(routeOf(test));
    rewriteRoute(test);
    await restoreAccess(test.attempt);
    const after = routeOf(test);
    expect(after?.spec).toEqual({ ...before?.spec, alternateBackends: [{ name: 'somebody' }] });
    expect(after?.metadata.labels).toEqual({ app: 'old', team: 'other team', mine: 'x' });
    expect(after?.metadata.annotations).toEqual({
      'haproxy.router.openshift.io/timeout': '10m',
      'my-quay-note': 'kept',
    });
    expect(after?.metadata.ownerReferences).toEqual([owner]);
    const { length } = changesIn(test.cluster);
    await restoreAccess(await test.restarted());
    expect(changesIn(test.cluster)).toHaveLength(length);
  });

  it('may lack what the operator has given it, or have lost everything', async () => {
    const test = await recorded();
    test.cluster.edit(kinds.routes, place, { spec: { tls: null, host: null, port: 7 }, metadata: { labels: null } });
    await restoreAccess(test.attempt);
    expect(routeOf(test)?.spec).toMatchObject({
      host: 'quay.example.com',
      port: { targetPort: 8443 },
      tls: { termination: 'passthrough' },
    });
  });

  it('loses fields that it did not have before, whole', async () => {
    const test = await attemptOf();
    test.cluster.edit(kinds.routes, place, { spec: { tls: null, port: null } });
    const route = routeOf(test);
    if (route === undefined) throw new Error('no Route');
    await test.attempt.recordOriginal(kinds.routes, route);
    rewriteRoute(test);
    await restoreAccess(test.attempt);
    for (const field of ['tls', 'port', 'path', 'wildcardPolicy'])
      expect(routeOf(test)?.spec).not.toHaveProperty(field);
  });

  it('is put back over no write of others', async () => {
    const test = await recorded();
    rewriteRoute(test);
    test.cluster.beforeWrite = () => {
      test.cluster.edit(kinds.routes, place, { metadata: { labels: { touched: 'yes' } } });
    };
    await expect(restoreAccess(test.attempt)).rejects.toThrow(/modified/);
    expect(routeOf(test)?.spec?.host).toBe('prod-quay-quay-enterprise.apps.example.com');
  });

  it('is made anew when it is gone, as it was', async () => {
    const test = await recorded();
    const { uid, ...before } = structuredClone(routeOf(test)?.metadata) ?? { name: '' };
    test.cluster.vanish(kinds.routes, place);
    const create = vi.spyOn(test.cluster, 'create');
    await restoreAccess(test.attempt);
    expect(changesIn(test.cluster)).toEqual(['create Route prod-quay']);
    const [, sent] = create.mock.calls[0] ?? [];
    expect(sent).not.toHaveProperty('status');
    for (const own of ['uid', 'resourceVersion', 'managedFields']) expect(sent?.metadata).not.toHaveProperty(own);
    const after = routeOf(test);
    expect(after?.spec?.host).toBe('quay.example.com');
    expect(after?.metadata).toMatchObject({ labels: before.labels, ownerReferences: [owner] });
    expect(after?.metadata.uid).not.toBe(uid);
  });
});

describe('the Service', () => {
  it('leads to the old pods again, and belongs to whom it belonged', async () => {
    const test = await recorded([owner, foreign]);
    test.cluster.edit(kinds.services, place, {
      metadata: { ownerReferences: [foreign] },
      spec: { selector: { 'quay-enterprise-component': null, app: null, ...newSelector } },
    });
    await restoreAccess(test.attempt);
    expect(serviceOf(test)?.spec?.selector).toEqual(oldSelector);
    expect(serviceOf(test)?.metadata.ownerReferences).toEqual([foreign, owner]);
    expect(changesIn(test.cluster)).toEqual(['patch Service prod-quay', 'patch Service prod-quay']);
  });

  it('had no selector, or has lost it', async () => {
    const test = await attemptOf();
    const service = serviceOf(test);
    if (service === undefined) throw new Error('no Service');
    expect(service.spec).not.toHaveProperty('selector');
    await test.attempt.recordOriginal(kinds.services, service);
    test.cluster.edit(kinds.services, place, { spec: { selector: newSelector } });
    await restoreAccess(test.attempt);
    expect(serviceOf(test)?.spec?.selector).toEqual({});
    expect(serviceOf(test)?.metadata.ownerReferences).toBeUndefined();
    expect(changesIn(test.cluster)).toEqual(['patch Service prod-quay']);
    const lost = await recorded();
    lost.cluster.edit(kinds.services, place, { spec: { selector: null } });
    await restoreAccess(lost.attempt);
    expect(serviceOf(lost)?.spec?.selector).toEqual(oldSelector);
  });

  it('is done without when it is gone', async () => {
    const test = await recorded();
    test.cluster.vanish(kinds.services, place);
    expect((await restoreAccess(test.attempt)).kind).toBe('done');
    expect(changesIn(test.cluster)).toEqual([]);
  });
});

describe('owners', () => {
  const owned: readonly (readonly [string, kinds.Resource, string])[] = [
    ['Route', kinds.routes, 'prod-quay'],
    ['Service', kinds.services, 'prod-quay'],
    ['Ingress', kinds.ingresses, 'prod-quay'],
    ['Secret of an Ingress', kinds.secrets, 'prod-tls'],
  ];

  it.each(owned)('of the %s come back', async (_title, resource, name) => {
    const test = await recorded();
    test.cluster.edit(resource, { namespace, name }, { metadata: { ownerReferences: null } });
    await restoreAccess(test.attempt);
    expect(test.cluster.peek(resource, { namespace, name })?.metadata.ownerReferences).toEqual([owner]);
    test.cluster.vanish(resource, { namespace, name });
    if (resource !== kinds.routes) expect((await restoreAccess(test.attempt)).kind).toBe('done');
  });

  it.each(owned)('of the %s: a QuayRegistry is none any more', async (_title, resource, name) => {
    const test = await recorded([]);
    test.cluster.edit(resource, { namespace, name }, { metadata: { ownerReferences: [registryOwner, foreign] } });
    await restoreAccess(test.attempt);
    expect(test.cluster.peek(resource, { namespace, name })?.metadata.ownerReferences).toEqual([foreign]);
  });

  it.each([
    ['gone', undefined],
    ['another one of its name', { metadata: { uid: 'successor' } }],
    ['being deleted', { metadata: { deletionTimestamp: '2026-01-01T00:00:00Z' } }],
  ])('do not take the address along when the QuayEcosystem is %s', async (_title, change) => {
    const test = await recorded([owner, foreign]);
    if (change === undefined) test.cluster.vanish(kinds.quayEcosystems, target);
    else test.cluster.edit(kinds.quayEcosystems, target, change);
    test.cluster.edit(kinds.services, place, { metadata: { ownerReferences: null } });
    await restoreAccess(test.attempt);
    expect(serviceOf(test)?.metadata.ownerReferences).toEqual([foreign]);
    test.cluster.writes.length = 0;
    await restoreAccess(test.attempt);
    expect(changesIn(test.cluster)).toEqual([]);
  });
});
