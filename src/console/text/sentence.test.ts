import { expect, test } from 'vitest';
import { sentence } from './sentence.ts';

test.each([
  ['', ''],
  ['the QuayRegistry was deleted', 'The QuayRegistry was deleted.'],
  ['not done after 15 minutes; last: waits', 'Not done after 15 minutes; last: waits.'],
  ['Job prod-qm-copy-1 failed', 'Job prod-qm-copy-1 failed.'],
  ['It is whole already.', 'It is whole already.'],
  ['quay-operator says: no', 'quay-operator says: no.'],
  ['pg_dump failed', 'pg_dump failed.'],
  ['config.yaml is empty ', 'config.yaml is empty.'],
  ['it was cut off…', 'It was cut off…'],
])('%j becomes %j', (text, whole) => {
  expect(sentence(text)).toBe(whole);
});
