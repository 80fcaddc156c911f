import { expect, test } from 'vitest';
import { type RuleCase, fieldsOf } from '../../fixtures/prod-registry.fixture.ts';
import { clairReindex } from './clair-reindex.ts';

test.each<RuleCase>([
  ['enabled', {}, ['spec.clair.enabled']],
  ['not', { ecosystem: { spec: { clair: { enabled: false } } } }, []],
])('%s', (_title, change, fields) => {
  expect(fieldsOf(clairReindex, change)).toEqual(fields);
});
