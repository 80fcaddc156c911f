import { describe, expect, it } from 'vitest';
import { fixtureObject } from '../../../domain/ecosystem/prod-registry.fixture.ts';
import * as kinds from '../../../k8s/resource.ts';
import { type AttemptUnderTest, attemptOf, changesIn, target } from '../attempt.fixture.ts';
import { access } from '../steps/access.ts';
import { snapshot } from '../steps/snapshot.ts';
import { restoreAccess } from './restore-access.ts';

const { namespace } = target;
const place = { namespace, name: 'prod-quay' };
const owner = { apiVersion: 'v1', kind: 'QuayEcosystem', name: 'prod', uid: 'uid-QuayEcosystem-prod' };
const registry = { apiVersion: 'quay.redhat.com/v1', kind: 'QuayRegistry', name: 'prod', uid: 'registry' };
const other = { apiVersion: 'v1', kind: 'ConfigMap', name: 'other', uid: 'other' };

const legacySelector = { app: 'quay-operator', 'quay-enterprise-component': 'app' };

const behindIngress = {
  ecosystem: { spec: { quay: { externalAccess: { type: 'Ingress' } } } },
  remove: ['Route/prod-quay'],
  patch: { 'Service/prod-quay': { metadata: { ownerReferences: [owner] }, spec: { selector: legacySelector } } },
  add: [
    fixtureObject('networking.k8s.io/v1', 'Ingress', 'prod-quay', {
      metadata: { ownerReferences: [owner] },
      spec: { tls: [{ secretName: 'prod-quay-ssl' }], defaultBackend: { service: { name: 'prod-quay' } } },
    }),
    fixtureObject('v1', 'Secret', 'prod-quay-ssl', { metadata: { ownerReferences: [owner] }, data: { a: 'Yg==' } }),
  ],
};
const behindRoute = {
  patch: {
    'Service/prod-quay': { metadata: { ownerReferences: [owner] }, spec: { selector: legacySelector } },
    'Route/prod-quay': {
      metadata: {
        ownerReferences: [owner],
        labels: { mine: '1' },
        annotations: { 'haproxy.router.openshift.io/timeout': '5m' },
      },
    },
  },
};

async function recorded(change: object): Promise<AttemptUnderTest> {
  const test = await attemptOf({ change });
  await snapshot(test.attempt);
  return test;
}

/** Without what the API server counts. */
function content(object: kinds.Resource['objectType'] | undefined): unknown {
  if (object === undefined) return undefined;
  const { resourceVersion: _version, generation: _generation, ...metadata } = object.metadata;
  return { ...object, metadata };
}

describe('restoreAccess', () => {
  it.each([
    ['a Route', behindRoute],
    ['an Ingress', behindIngress],
  ])('puts back everything that the step access changed behind %s', async (_what, change) => {
    const test = await recorded(change);
    const all: readonly [kinds.Resource, string][] = [
      [kinds.services, 'prod-quay'],
      [kinds.ingresses, 'prod-quay'],
      [kinds.secrets, 'prod-quay-ssl'],
      [kinds.routes, 'prod-quay'],
    ];
    const look = (): unknown[] =>
      all.map(([resource, name]) => content(test.cluster.peek(resource, { namespace, name })));
    const before = look();
    await access(test.attempt);
    expect(look()).not.toEqual(before);
    expect((await restoreAccess(test.attempt)).kind).toBe('done');
    expect(look()).toEqual(before);
    test.cluster.writes.length = 0;
    await restoreAccess(await test.restarted());
    expect(changesIn(test.cluster)).toEqual([]);
  });

  it('undoes what the operator wrote into the Route, and leaves what others added', async () => {
    const test = await recorded(behindRoute);
    const before = content(test.cluster.peek(kinds.routes, place));
    test.cluster.edit(kinds.routes, place, {
      metadata: {
        ownerReferences: [registry, other],
        labels: { app: 'quay', 'quay-component': 'route', 'quay-operator/quayregistry': 'prod', theirs: '2' },
        annotations: { 'haproxy.router.openshift.io/timeout': '30m', 'quay-version': 'x', theirs: '2' },
      },
      spec: {
        host: 'new.example.com',
        to: { name: 'prod-quay-app', weight: 1 },
        tls: { termination: 'edge', certificate: 'PEM' },
        path: '/v2',
      },
    });
    await restoreAccess(test.attempt);
    const after = test.cluster.peek(kinds.routes, place);
    expect(content({ ...after, metadata: { ...after?.metadata, name: 'prod-quay' } } as never)).toEqual({
      ...(before as object),
      metadata: {
        ...(before as kinds.Resource['objectType'] & object).metadata,
        labels: { mine: '1', theirs: '2' },
        annotations: { 'haproxy.router.openshift.io/timeout': '5m', theirs: '2' },
        ownerReferences: [other, owner],
      },
    });
  });

  it('makes a Route anew that is gone, as it was', async () => {
    const test = await recorded(behindRoute);
    const before = test.cluster.peek(kinds.routes, place);
    test.cluster.vanish(kinds.routes, place);
    await restoreAccess(test.attempt);
    const after = test.cluster.peek(kinds.routes, place);
    expect(after).toMatchObject({ spec: before?.spec, metadata: { labels: { mine: '1' } } });
    expect(after?.metadata.uid).not.toBe(before?.metadata.uid);
  });

  it('gives no owner back that is gone or dying: it would take the address with it', async () => {
    for (const metadata of [{ uid: 'another' }, { deletionTimestamp: '2026-01-01T00:00:00Z' }, undefined]) {
      const test = await recorded(behindIngress);
      await access(test.attempt);
      if (metadata === undefined) test.cluster.vanish(kinds.quayEcosystems, target);
      else test.cluster.edit(kinds.quayEcosystems, target, { metadata });
      await restoreAccess(test.attempt);
      const service = test.cluster.peek(kinds.services, place);
      expect(service?.spec?.selector).toEqual(legacySelector);
      expect(service?.metadata.ownerReferences).toEqual([]);
    }
  });

  it('does without what is gone, and without what was never recorded', async () => {
    const test = await attemptOf({ change: behindIngress });
    await access(test.attempt);
    await test.attempt.update({ originals: {} });
    test.cluster.writes.length = 0;
    expect((await restoreAccess(test.attempt)).kind).toBe('done');
    expect(changesIn(test.cluster)).toEqual([]);
    const gone = await recorded(behindIngress);
    gone.cluster.vanish(kinds.services, place);
    gone.cluster.vanish(kinds.ingresses, place);
    expect((await restoreAccess(gone.attempt)).kind).toBe('done');
  });

  it('has nothing to do before there was a plan', async () => {
    const { attempt } = await attemptOf();
    const { plan: _plan, ...journal } = attempt.journal;
    await attempt.replaceJournal(journal);
    expect(await restoreAccess(attempt)).toEqual({ kind: 'done', message: 'nothing was changed' });
  });
});
