import { expect, test } from 'vitest';
import { type RuleCase, fieldsOf } from '../ecosystem/prod-registry.fixture.ts';
import { dumpIncomplete } from './dump-incomplete.ts';

test.each<RuleCase>([
  ['all was read', {}, []],
  ['something was not', { snapshot: { unread: [{ resource: 'jobs.batch', reason: 'forbidden' }] } }, ['jobs.batch']],
])('%s', (_title, change, fields) => {
  expect(fieldsOf(dumpIncomplete, change)).toEqual(fields);
});
