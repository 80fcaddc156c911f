import { expect, test } from 'vitest';
import { type RuleCase, routeEnds, saidOf } from '../../fixtures/prod-registry.fixture.ts';
import { routeCertificateEdge } from './route-certificate-edge.ts';

const said = ['warning Route/prod-quay spec.tls.certificate'];

test.each<RuleCase>([
  ['the certificate of the router', { patch: routeEnds('edge') }, []],
  ['one of its own', { patch: routeEnds('edge', { certificate: 'PEM' }) }, said],
  ['one of its own, reencrypt', { patch: routeEnds('reencrypt', { certificate: 'PEM' }) }, said],
  ['passthrough has a finding of its own', { patch: routeEnds('passthrough', { certificate: 'PEM' }) }, []],
])('%s', (_title, change, expected) => {
  expect(saidOf(routeCertificateEdge, change)).toEqual(expected);
});
