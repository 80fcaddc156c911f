import { expect, test } from 'vitest';
import { type RuleCase, fieldsOf, routeEnds } from '../../fixtures/prod-registry.fixture.ts';
import { terminationReencrypt } from './termination-reencrypt.ts';

test.each<RuleCase>([
  ['passthrough', {}, []],
  ['edge', { patch: routeEnds('edge') }, []],
  ['reencrypt', { patch: routeEnds('reencrypt') }, ['spec.quay.externalAccess.tls.termination']],
  [
    'reencrypt on a LoadBalancer stays as it is',
    { ecosystem: { spec: { quay: { externalAccess: { type: 'LoadBalancer', tls: { termination: 'reencrypt' } } } } } },
    [],
  ],
])('%s', (_title, change, fields) => {
  expect(fieldsOf(terminationReencrypt, change)).toEqual(fields);
});
