import { expect, test } from 'vitest';
import { type RuleCase, fieldsOf } from '../ecosystem/prod-registry.fixture.ts';
import { accessManual } from './access-manual.ts';

test.each<RuleCase>([
  ['a Route', {}, []],
  ['no type, which is a Route', { ecosystem: { spec: { quay: { externalAccess: { type: '' } } } } }, []],
  [
    'LoadBalancer',
    {
      ecosystem: { spec: { quay: { externalAccess: { type: 'LoadBalancer', tls: { termination: 'passthrough' } } } } },
    },
    ['spec.selector'],
  ],
  [
    'NodePort',
    { ecosystem: { spec: { quay: { externalAccess: { type: 'NodePort', tls: { termination: 'passthrough' } } } } } },
    ['spec.selector'],
  ],
  [
    'Ingress',
    { ecosystem: { spec: { quay: { externalAccess: { type: 'Ingress', tls: { termination: 'passthrough' } } } } } },
    ['spec.selector'],
  ],
])('%s', (_title, change, fields) => {
  expect(fieldsOf(accessManual, change)).toEqual(fields);
});
