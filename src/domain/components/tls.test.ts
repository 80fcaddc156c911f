import { expect, test } from 'vitest';
import { defaultChoices } from '../choices.ts';
import { prodFacts } from '../fixtures/prod-registry.fixture.ts';
import { hasOwnCertificate, tls } from './tls.ts';

test.each<[string, object, boolean]>([
  ['both files', {}, true],
  ['no key', { 'ssl.key': null }, false],
  ['no certificate', { 'ssl.cert': null }, false],
  ['an empty certificate', { 'ssl.cert': '' }, false],
  ['neither', { 'ssl.cert': null, 'ssl.key': null }, false],
])('a certificate of its own: %s', (_title, data, own) => {
  const facts = prodFacts({ patch: { 'Secret/quay-enterprise-config-secret': { data } } });
  expect(hasOwnCertificate(facts)).toBe(own);
  expect(tls(facts, defaultChoices).managed).toBe(!own);
});

test.each([
  ['passthrough', /uses its own certificate/],
  ['edge', /terminated at the router, with/],
  ['reencrypt', /certificate of the router/],
  ['none', /^Plain HTTP becomes HTTPS/],
] as const)('the reason for %s', (termination, reason) => {
  const facts = prodFacts();
  expect(tls({ ...facts, access: { ...facts.access, termination } }, defaultChoices).reason).toMatch(reason);
});

test('changes no setting: the pair is a file of the bundle', () => {
  expect(tls(prodFacts(), defaultChoices).configChanges).toEqual([]);
});
