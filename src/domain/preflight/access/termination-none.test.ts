import { expect, test } from 'vitest';
import { type RuleCase, fieldsOf, routeEnds } from '../../fixtures/prod-registry.fixture.ts';
import { terminationNone } from './termination-none.ts';

test.each<RuleCase>([
  ['passthrough', {}, []],
  ['edge', { patch: routeEnds('edge') }, []],
  ['none', { patch: routeEnds('none') }, ['spec.quay.externalAccess.tls.termination']],
  [
    'none on a LoadBalancer stays as it is',
    { ecosystem: { spec: { quay: { externalAccess: { type: 'LoadBalancer', tls: { termination: 'none' } } } } } },
    [],
  ],
])('%s', (_title, change, fields) => {
  expect(fieldsOf(terminationNone, change)).toEqual(fields);
});
