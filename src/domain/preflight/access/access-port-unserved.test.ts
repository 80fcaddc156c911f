import { expect, test } from 'vitest';
import { type Change, type RuleCase, findingsOf, saidOf } from '../../fixtures/prod-registry.fixture.ts';
import { workedExamples } from '../../fixtures/worked-examples.fixture.ts';
import { accessPortUnserved } from './access-port-unserved.ts';

const withoutPair = { 'Secret/quay-enterprise-config-secret': { data: { 'ssl.cert': null, 'ssl.key': null } } };
const balancer = (termination: string, patch: NonNullable<Change['patch']> = {}): Change => ({
  ecosystem: { spec: { quay: { externalAccess: { type: 'LoadBalancer', tls: { termination } } } } },
  remove: ['Route/prod-quay'],
  patch,
});
const ports = (...targets: readonly (number | string)[]): NonNullable<Change['patch']> => ({
  'Service/prod-quay': {
    spec: { type: 'LoadBalancer', ports: targets.map((targetPort, index) => ({ port: 80 + index, targetPort })) },
  },
});
const said = ['blocker Service/prod-quay spec.ports'];

test.each<RuleCase>([
  ['a Route', {}, []],
  ['HTTPS with a pair', balancer('passthrough'), []],
  ['HTTPS with a pair, reencrypt', balancer('reencrypt'), []],
  ['HTTPS without a pair', balancer('passthrough', withoutPair), said],
  ['HTTPS with a pair that edge does not use', balancer('edge'), said],
  ['HTTP and metrics', balancer('edge', ports(8080, 9091)), []],
  ['a port by its name', balancer('edge', ports('https')), []],
  ['a port that nobody knows', balancer('passthrough', ports(8443, 5000)), said],
  [
    'a port that leads to itself',
    balancer('none', { 'Service/prod-quay': { spec: { ports: [{ port: 443 }] } } }),
    said,
  ],
  ['no config.yaml, which has a blocker of its own', { ...balancer('passthrough', withoutPair), config: '[' }, []],
  ['a NodePort with HTTP', workedExamples.nodePort, []],
  ['an Ingress with a pair', workedExamples.ingress, []],
])('%s', (_title, change, expected) => {
  expect(saidOf(accessPortUnserved, change)).toEqual(expected);
});

test('the remedies are true: with the pair, or with the port that leads to 8080, nothing is left to say', () => {
  const [finding] = findingsOf(accessPortUnserved, balancer('passthrough', withoutPair));
  expect(finding?.remedy).toMatch(/--from-file=ssl\.cert --from-file=ssl\.key.*8080: oc edit service prod-quay/s);
  expect(saidOf(accessPortUnserved, balancer('passthrough'))).toEqual([]);
  expect(saidOf(accessPortUnserved, balancer('passthrough', { ...withoutPair, ...ports(8080) }))).toEqual([]);
});
