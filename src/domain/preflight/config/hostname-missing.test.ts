import { expect, test } from 'vitest';
import { type RuleCase, fieldsOf } from '../../fixtures/prod-registry.fixture.ts';
import { hostnameMissing } from './hostname-missing.ts';

test.each<RuleCase>([
  ['it is there', {}, []],
  ['the Route names it', { config: { SERVER_HOSTNAME: null } }, []],
  [
    'neither config.yaml nor a Route',
    { config: { SERVER_HOSTNAME: null }, remove: ['Route/prod-quay'] },
    ['data[config.yaml]: SERVER_HOSTNAME'],
  ],
  ['a number', { config: { SERVER_HOSTNAME: 42 } }, ['data[config.yaml]: SERVER_HOSTNAME']],
])('%s', (_title, change, fields) => {
  expect(fieldsOf(hostnameMissing, change)).toEqual(fields);
});
