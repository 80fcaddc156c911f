import { expect, test } from 'vitest';
import { type RuleCase, fieldsOf, routeEnds } from '../../fixtures/prod-registry.fixture.ts';
import { certificateKey } from './certificate-key.ts';

test.each<RuleCase>([
  ['as it should be', {}, []],
  ['the key of another certificate', { certificate: { keyMatches: false } }, ['data[ssl.key]']],
  ['what cannot be read has a finding of its own', { certificate: { keyMatches: false, error: 'bad PEM' } }, []],
  [
    'a pair that the new registry will not carry',
    {
      patch: routeEnds('edge'),
      certificate: { keyMatches: false },
    },
    [],
  ],
])('%s', (_title, change, fields) => {
  expect(fieldsOf(certificateKey, change)).toEqual(fields);
});
