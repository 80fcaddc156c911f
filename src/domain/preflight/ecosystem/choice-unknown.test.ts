import { expect, test } from 'vitest';
import { type RuleCase, fieldsOf } from '../../fixtures/prod-registry.fixture.ts';
import { choiceUnknown } from './choice-unknown.ts';

test.each<RuleCase>([
  ['no annotations', {}, []],
  [
    'a choice that there is',
    { ecosystem: { metadata: { annotations: { 'quay-migration/database': 'unmanaged' } } } },
    [],
  ],
  [
    'an unknown value',
    { ecosystem: { metadata: { annotations: { 'quay-migration/database': 'move' } } } },
    ['metadata.annotations[quay-migration/database]'],
  ],
  [
    'an unknown choice',
    { ecosystem: { metadata: { annotations: { 'quay-migration/image': 'mine' } } } },
    ['metadata.annotations[quay-migration/image]'],
  ],
  ["somebody else's annotation", { ecosystem: { metadata: { annotations: { 'example.com/image': 'mine' } } } }, []],
])('%s', (_title, change, fields) => {
  expect(fieldsOf(choiceUnknown, change)).toEqual(fields);
});
