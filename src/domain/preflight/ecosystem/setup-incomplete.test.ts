import { expect, test } from 'vitest';
import { type RuleCase, fieldsOf } from '../../fixtures/prod-registry.fixture.ts';
import { setupIncomplete } from './setup-incomplete.ts';

test.each<RuleCase>([
  ['complete', {}, []],
  ['not', { ecosystem: { status: { setupComplete: false } } }, ['status.setupComplete']],
  ['no status', { ecosystem: { status: null } }, ['status.setupComplete']],
])('%s', (_title, change, fields) => {
  expect(fieldsOf(setupIncomplete, change)).toEqual(fields);
});
