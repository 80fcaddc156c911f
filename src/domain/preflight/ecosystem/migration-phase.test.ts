import { expect, test } from 'vitest';
import { type RuleCase, fieldsOf } from '../../fixtures/prod-registry.fixture.ts';
import { migrationPhase } from './migration-phase.ts';

test.each<RuleCase>([
  ['phase empty', { ecosystem: { spec: { quay: { migrationPhase: '' } } } }, []],
  ['phase new-installation', { ecosystem: { spec: { quay: { migrationPhase: 'new-installation' } } } }, []],
  ['phase remove-old-field', { ecosystem: { spec: { quay: { migrationPhase: 'remove-old-field' } } } }, []],
  [
    'phase add-new-fields',
    { ecosystem: { spec: { quay: { migrationPhase: 'add-new-fields' } } } },
    ['spec.quay.migrationPhase'],
  ],
  [
    'phase backfill-then-read-only-new',
    { ecosystem: { spec: { quay: { migrationPhase: 'backfill-then-read-only-new' } } } },
    ['spec.quay.migrationPhase'],
  ],
])('%s', (_title, change, fields) => {
  expect(fieldsOf(migrationPhase, change)).toEqual(fields);
});
