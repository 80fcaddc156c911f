import { expect, test } from 'vitest';
import { type RuleCase, fieldsOf, routeEnds } from '../../fixtures/prod-registry.fixture.ts';
import { routeCertificate } from './route-certificate.ts';

test.each<RuleCase>([
  ['none in the Route', {}, []],
  [
    'one in a Route that will pass TLS through',
    { patch: { 'Route/prod-quay': { spec: { tls: { certificate: 'PEM' } } } } },
    ['spec.tls.certificate'],
  ],
  ['a key alone', { patch: { 'Route/prod-quay': { spec: { tls: { key: 'PEM' } } } } }, ['spec.tls.key']],
  [
    'one in a Route that ends TLS',
    {
      patch: routeEnds('edge', { certificate: 'PEM' }),
    },
    [],
  ],
])('%s', (_title, change, fields) => {
  expect(fieldsOf(routeCertificate, change)).toEqual(fields);
});
