import { expect, test } from 'vitest';
import { type RuleCase, fieldsOf, routeEnds } from '../../fixtures/prod-registry.fixture.ts';
import { certificateExpired } from './certificate-expired.ts';

test.each<RuleCase>([
  ['as it should be', {}, []],
  ['it ended', { certificate: { notAfter: '2026-11-24T11:00:00.000Z' } }, ['data[ssl.cert]']],
  ['it has not begun', { certificate: { notBefore: '2026-11-25T00:00:00.000Z' } }, ['data[ssl.cert]']],
  ['it ends in an hour', { certificate: { notAfter: '2026-11-24T13:00:00.000Z' } }, []],
  [
    'a pair that the new registry will not carry',
    {
      patch: routeEnds('edge'),
      certificate: { notAfter: '2026-11-24T11:00:00.000Z' },
    },
    [],
  ],
])('%s', (_title, change, fields) => {
  expect(fieldsOf(certificateExpired, change)).toEqual(fields);
});
