import { describe, expect, it } from 'vitest';
import { fixtureObject } from '../../../domain/fixtures/prod-registry.fixture.ts';
import * as kinds from '../../../k8s/resource.ts';
import { attemptOf, changesIn, target, triesOf } from '../attempt/attempt.fixture.ts';
import { access } from './access.ts';

const { namespace } = target;
const owner = { apiVersion: 'v1', kind: 'QuayEcosystem', name: 'prod', uid: 'uid-QuayEcosystem-prod' };
const other = { apiVersion: 'v1', kind: 'ConfigMap', name: 'other', uid: 'other' };
const service = { namespace, name: 'prod-quay' };

const metadata = { ownerReferences: [owner, other] };
const behindIngress = {
  ecosystem: { spec: { quay: { externalAccess: { type: 'Ingress' } } } },
  remove: ['Route/prod-quay'],
  add: [
    fixtureObject('networking.k8s.io/v1', 'Ingress', 'prod-quay', {
      metadata,
      spec: { tls: [{ secretName: 'prod-quay-ssl' }], defaultBackend: { service: { name: 'prod-quay' } } },
    }),
    fixtureObject('v1', 'Secret', 'prod-quay-ssl', { metadata, data: { 'tls.crt': 'Yw==' } }),
  ],
};

describe('access', () => {
  it.each([
    ['a Route', {}],
    ['an Ingress', behindIngress],
  ])(
    'points the Service behind %s at the new pods and nothing else, and takes the owner off',
    async (_what, change) => {
      const { cluster, attempt, plan } = await attemptOf({ change });
      cluster.edit(kinds.services, service, { metadata: { ownerReferences: [owner, other] } });
      expect(await access(attempt)).toMatchObject({
        kind: 'done',
        message: expect.stringContaining('Service prod-quay') as never,
      });
      const found = cluster.peek(kinds.services, service);
      expect(found?.spec?.selector).toEqual(plan.access.selector);
      expect(found?.metadata.ownerReferences).toEqual([other]);
      const original = attempt.original(kinds.services, 'prod-quay');
      expect(original?.metadata.ownerReferences).toEqual([owner, other]);
      expect(original?.spec?.selector).not.toEqual(plan.access.selector);
    },
  );

  it('takes the owner off the Ingress and the Secret of its certificate, without a word of its data', async () => {
    const { cluster, attempt } = await attemptOf({ change: behindIngress });
    await access(attempt);
    const [ingress, secret] = [
      cluster.peek(kinds.ingresses, service),
      cluster.peek(kinds.secrets, { namespace, name: 'prod-quay-ssl' }),
    ];
    expect([ingress, secret].map((object) => object?.metadata.ownerReferences)).toEqual([[other], [other]]);
    expect(secret?.data).toEqual({ 'tls.crt': 'Yw==' });
    expect(attempt.original(kinds.ingresses, 'prod-quay')?.metadata.ownerReferences).toEqual([owner, other]);
  });

  it('changes nothing twice', async () => {
    const { cluster, attempt, restarted } = await attemptOf({ change: behindIngress });
    cluster.edit(kinds.services, service, { metadata: { ownerReferences: [owner] } });
    await access(attempt);
    expect(await triesOf(cluster, async () => access(await restarted()))).toEqual([]);
  });

  it('changes nothing that points at the new pods and has no owner, not even without effect', async () => {
    const { cluster, attempt, plan } = await attemptOf();
    cluster.edit(kinds.services, service, { spec: { selector: plan.access.selector } });
    expect(await triesOf(cluster, () => access(attempt))).toEqual([]);
    expect(attempt.journal.originals).toEqual({});
  });

  it('gives a Service without a spec the selector', async () => {
    const { cluster, attempt, plan } = await attemptOf();
    cluster.edit(kinds.services, service, { spec: null });
    await access(attempt);
    expect(cluster.peek(kinds.services, service)?.spec?.selector).toEqual(plan.access.selector);
  });

  it('looks for no Secret where a plan of an older release names none', async () => {
    const { attempt } = await attemptOf({
      change: behindIngress,
      plan: ({ access: { secrets: _secrets, ...older }, ...planned }) => ({ ...planned, access: older }),
    });
    await access(attempt);
    expect(Object.keys(attempt.journal.originals).sort()).toEqual(['ingresses/prod-quay', 'services/prod-quay']);
  });

  it.each([
    ['a key more', (selector: object) => ({ ...selector, more: 'one' })],
    ['another value', (selector: object) => ({ ...selector, 'quay-component': 'other' })],
    ['a key less', (selector: object) => ({ ...selector, 'quay-component': null })],
    ['none', (selector: object) => Object.fromEntries(Object.keys(selector).map((key) => [key, null]))],
  ])('restores a selector with %s', async (_what, change) => {
    const { cluster, attempt, plan } = await attemptOf();
    await access(attempt);
    cluster.edit(kinds.services, service, { spec: { selector: change(plan.access.selector) } });
    cluster.writes.length = 0;
    await access(attempt);
    expect(changesIn(cluster)).toEqual(['patch Service prod-quay']);
    expect(cluster.peek(kinds.services, service)?.spec?.selector).toEqual(plan.access.selector);
  });

  it('does without a Service behind a Route, which is the operator’s', async () => {
    const { cluster, attempt } = await attemptOf();
    cluster.vanish(kinds.services, service);
    expect(await access(attempt)).toMatchObject({
      kind: 'done',
      message: expect.stringContaining('Service prod-quay does not exist') as never,
    });
    expect(changesIn(cluster)).toEqual([]);
  });

  it('fails without the Service that people use, and says what to create', async () => {
    const { cluster, attempt, plan } = await attemptOf({ change: behindIngress });
    cluster.vanish(kinds.services, service);
    await expect(access(attempt)).rejects.toMatchObject({
      message: expect.stringMatching(/Service quay-enterprise\/prod-quay, .* does not exist/) as never,
      remedy: expect.stringContaining(JSON.stringify(plan.access.selector)) as never,
    });
  });

  it('does without an Ingress and a Secret that are gone', async () => {
    const { cluster, attempt } = await attemptOf({ change: behindIngress });
    cluster.vanish(kinds.ingresses, service);
    cluster.vanish(kinds.secrets, { namespace, name: 'prod-quay-ssl' });
    expect((await access(attempt)).kind).toBe('done');
  });

  it('has nothing to do where the plan names no Service', async () => {
    const without = { service: undefined, selector: {}, ingress: undefined, route: 'prod-quay' };
    const { cluster, attempt } = await attemptOf({ plan: (planned) => ({ ...planned, access: without }) });
    expect(await access(attempt)).toMatchObject({ kind: 'done', message: 'quay-operator manages the Route' });
    expect(changesIn(cluster)).toEqual([]);
  });
});
