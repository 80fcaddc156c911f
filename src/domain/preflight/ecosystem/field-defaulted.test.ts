import { expect, test } from 'vitest';
import { type RuleCase, fieldsOf } from '../../fixtures/prod-registry.fixture.ts';
import { fieldDefaulted } from './field-defaulted.ts';

test.each<RuleCase>([
  ['nothing is missing', {}, []],
  ['no redis', { ecosystem: { spec: { redis: null } } }, ['spec.redis']],
  ['no spec at all', { ecosystem: { spec: null } }, ['spec.quay', 'spec.redis']],
])('%s', (_title, change, fields) => {
  expect(fieldsOf(fieldDefaulted, change)).toEqual(fields);
});
