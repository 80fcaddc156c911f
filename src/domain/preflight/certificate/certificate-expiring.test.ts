import { expect, test } from 'vitest';
import { type RuleCase, fieldsOf, routeEnds } from '../../fixtures/prod-registry.fixture.ts';
import { certificateExpiring } from './certificate-expiring.ts';

test.each<RuleCase>([
  ['as it should be', {}, []],
  ['in a week', { certificate: { notAfter: '2026-12-01T00:00:00.000Z' } }, ['data[ssl.cert]']],
  ['in 30 days', { certificate: { notAfter: '2026-12-24T12:00:00.000Z' } }, ['data[ssl.cert]']],
  ['in 30 days and a second', { certificate: { notAfter: '2026-12-24T12:00:01.000Z' } }, []],
  ['in 31 days', { certificate: { notAfter: '2026-12-25T13:00:00.000Z' } }, []],
  ['already expired', { certificate: { notAfter: '2026-11-23T00:00:00.000Z' } }, []],
  [
    'a pair that the new registry will not carry',
    {
      patch: routeEnds('edge'),
      certificate: { notAfter: '2026-12-01T00:00:00.000Z' },
    },
    [],
  ],
])('%s', (_title, change, fields) => {
  expect(fieldsOf(certificateExpiring, change)).toEqual(fields);
});
