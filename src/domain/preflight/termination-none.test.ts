import { expect, test } from 'vitest';
import { type RuleCase, fieldsOf } from '../ecosystem/prod-registry.fixture.ts';
import { terminationNone } from './termination-none.ts';

test.each<RuleCase>([
  ['passthrough', {}, []],
  ['edge', { ecosystem: { spec: { quay: { externalAccess: { type: 'Route', tls: { termination: 'edge' } } } } } }, []],
  [
    'none',
    { ecosystem: { spec: { quay: { externalAccess: { type: 'Route', tls: { termination: 'none' } } } } } },
    ['spec.quay.externalAccess.tls.termination'],
  ],
  [
    'none on a LoadBalancer stays as it is',
    { ecosystem: { spec: { quay: { externalAccess: { type: 'LoadBalancer', tls: { termination: 'none' } } } } } },
    [],
  ],
])('%s', (_title, change, fields) => {
  expect(fieldsOf(terminationNone, change)).toEqual(fields);
});
