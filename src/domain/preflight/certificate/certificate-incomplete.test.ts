import { expect, test } from 'vitest';
import { type RuleCase, fieldsOf, routeEnds } from '../../fixtures/prod-registry.fixture.ts';
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
  ...['LoadBalancer', 'NodePort', 'Ingress'].flatMap((type): RuleCase[] => [
    [
      `half a pair behind ${type}`,
      {
        ecosystem: { spec: { quay: { externalAccess: { type, tls: { termination: 'passthrough' } } } } },
        patch: { 'Secret/quay-enterprise-config-secret': { data: { 'ssl.key': null } } },
        remove: ['Route/prod-quay'],
      },
      ['data[ssl.key]'],
    ],
    [
      `half a pair behind ${type} where TLS ends before`,
      {
        ecosystem: { spec: { quay: { externalAccess: { type, tls: { termination: 'edge' } } } } },
        patch: { 'Secret/quay-enterprise-config-secret': { data: { 'ssl.key': null } } },
        remove: ['Route/prod-quay'],
      },
      [],
    ],
  ]),
])('%s', (_title, change, fields) => {
  expect(fieldsOf(certificateIncomplete, change)).toEqual(fields);
});
