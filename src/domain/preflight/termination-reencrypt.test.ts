import { expect, test } from 'vitest';
import { type RuleCase, fieldsOf } from '../ecosystem/prod-registry.fixture.ts';
import { terminationReencrypt } from './termination-reencrypt.ts';

test.each<RuleCase>([
  ['passthrough', {}, []],
  ['edge', { ecosystem: { spec: { quay: { externalAccess: { type: 'Route', tls: { termination: 'edge' } } } } } }, []],
  [
    'reencrypt',
    { ecosystem: { spec: { quay: { externalAccess: { type: 'Route', tls: { termination: 'reencrypt' } } } } } },
    ['spec.quay.externalAccess.tls.termination'],
  ],
  [
    'reencrypt on a LoadBalancer stays as it is',
    { ecosystem: { spec: { quay: { externalAccess: { type: 'LoadBalancer', tls: { termination: 'reencrypt' } } } } } },
    [],
  ],
])('%s', (_title, change, fields) => {
  expect(fieldsOf(terminationReencrypt, change)).toEqual(fields);
});
