import { expect, test } from 'vitest';
import { type RuleCase, fieldsOf, routeEnds } from '../../fixtures/prod-registry.fixture.ts';
import { certificateUnreadable } from './certificate-unreadable.ts';

test.each<RuleCase>([
  ['as it should be', {}, []],
  ['it cannot be read', { certificate: { error: 'bad PEM' } }, ['data[ssl.cert]']],
  [
    'a pair that the new registry will not carry',
    {
      patch: routeEnds('edge'),
      certificate: { error: 'bad PEM' },
    },
    [],
  ],
])('%s', (_title, change, fields) => {
  expect(fieldsOf(certificateUnreadable, change)).toEqual(fields);
});
