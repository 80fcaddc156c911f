import { expect, test } from 'vitest';
import { type RuleCase, fieldsOf, findingsOf } from '../../fixtures/prod-registry.fixture.ts';
import { dumpIncomplete } from './dump-incomplete.ts';

test.each<RuleCase>([
  ['all was read', {}, []],
  ['something was not', { snapshot: { unread: [{ resource: 'jobs.batch', reason: 'forbidden' }] } }, ['jobs.batch']],
])('%s', (_title, change, fields) => {
  expect(fieldsOf(dumpIncomplete, change)).toEqual(fields);
});

test.each([
  [{}, 'Use an account that may read this resource (oc auth can-i list secrets), or add it to the dump.'],
  [{ remedy: 'Add to the dump what this prints: ...' }, 'Add to the dump what this prints: ...'],
])('the remedy is that of the reader, where it has one: %j', (more, remedy) => {
  const unread = [{ resource: 'secrets', reason: 'none', ...more }];
  expect(findingsOf(dumpIncomplete, { snapshot: { unread } }).map((finding) => finding.remedy)).toEqual([remedy]);
});
