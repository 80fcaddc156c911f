import { expect, test } from 'vitest';
import { type RuleCase, fieldsOf } from '../../fixtures/prod-registry.fixture.ts';
import { ecosystemDeleting } from './ecosystem-deleting.ts';

test.each<RuleCase>([
  ['it stays', {}, []],
  [
    'it is on its way out',
    { ecosystem: { metadata: { deletionTimestamp: '2026-11-24T11:00:00Z' } } },
    ['metadata.deletionTimestamp'],
  ],
])('%s', (_title, change, fields) => {
  expect(fieldsOf(ecosystemDeleting, change)).toEqual(fields);
});
