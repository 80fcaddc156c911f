import { expect, test } from 'vitest';
import { type RuleCase, fieldsOf } from '../../fixtures/prod-registry.fixture.ts';
import { choiceUnavailable } from './choice-unavailable.ts';

test.each<RuleCase>([
  ['the defaults', {}, []],
  ['a new Service', { choices: { access: 'new-service' } }, ['metadata.annotations[quay-migration/access]']],
])('%s', (_title, change, fields) => {
  expect(fieldsOf(choiceUnavailable, change)).toEqual(fields);
});
