import { expect, test } from 'vitest';
import { type RuleCase, fieldsOf } from '../ecosystem/prod-registry.fixture.ts';
import { settingsNotCarried } from './settings-not-carried.ts';

test.each<RuleCase>([
  ['none but what the legacy operator writes', {}, []],
  [
    'variables, which are carried over',
    { ecosystem: { spec: { quay: { envVars: [{ name: 'A', value: 'b' }] } } } },
    [],
  ],
  [
    'tolerations, which nothing carries',
    { ecosystem: { spec: { quay: { tolerations: [{ operator: 'Exists' }] } } } },
    ['spec.quay.tolerations'],
  ],
  [
    'resources on an operator that is not known to take them',
    { ecosystem: { spec: { quay: { resources: { requests: { cpu: '4' } } } } } },
    ['spec.quay.resources'],
  ],
  ['resources that are empty', { ecosystem: { spec: { quay: { resources: { requests: {} } } } } }, []],
  ['as many replicas as the operator starts anyway', { ecosystem: { spec: { quay: { replicas: 2 } } } }, []],
  ['more replicas', { ecosystem: { spec: { quay: { replicas: 5 } } } }, ['spec.quay.replicas']],
])('%s', (_title, change, fields) => {
  expect(fieldsOf(settingsNotCarried, change)).toEqual(fields);
});
