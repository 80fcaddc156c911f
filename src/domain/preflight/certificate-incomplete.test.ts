import { expect, test } from 'vitest';
import { type RuleCase, fieldsOf, routeEnds } from '../ecosystem/prod-registry.fixture.ts';
import { certificateIncomplete } from './certificate-incomplete.ts';

test.each<RuleCase>([
  ['both files', {}, []],
  ['no key', { patch: { 'Secret/quay-enterprise-config-secret': { data: { 'ssl.key': null } } } }, ['data[ssl.key]']],
  [
    'no certificate',
    { patch: { 'Secret/quay-enterprise-config-secret': { data: { 'ssl.cert': null } } } },
    ['data[ssl.cert]'],
  ],
  [
    'neither',
    { patch: { 'Secret/quay-enterprise-config-secret': { data: { 'ssl.cert': null, 'ssl.key': null } } } },
    [],
  ],
  [
    'half a pair that nobody uses',
    {
      patch: { ...routeEnds('edge'), 'Secret/quay-enterprise-config-secret': { data: { 'ssl.key': null } } },
    },
    [],
  ],
])('%s', (_title, change, fields) => {
  expect(fieldsOf(certificateIncomplete, change)).toEqual(fields);
});
