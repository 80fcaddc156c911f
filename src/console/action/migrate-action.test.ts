import { expect, test, vi } from 'vitest';
import { english } from '../text/translate.fixture.ts';
import { migrationPath } from './ecosystem-link.ts';
import { migrateAction } from './migrate-action.ts';

// The SDK runs only inside a console.
vi.mock('@openshift-console/dynamic-plugin-sdk', () => ({}));

const ecosystem = { namespace: 'quay', name: 'prod' };
const may = { ecosystem, deletionTimestamp: undefined, migration: 'none' as const, allowed: true, loading: false };
const mayNot = { ...may, allowed: false };
const deleted = { deletionTimestamp: '2026-11-24T10:00:00Z' };
const view = 'View migration to QuayRegistry';
const migrate = 'Migrate to QuayRegistry';

test.each([
  ['who may', may, migrate, undefined],
  ['who may not', mayNot, migrate, 'You need permission to patch QuayEcosystem prod.'],
  ['whoever is not known yet', { ...mayNot, loading: true }, migrate, 'Checking your permission.'],
  ['one that is being deleted', { ...may, ...deleted }, migrate, 'This QuayEcosystem is being deleted.'],
  ['a migration, for who may', { ...may, migration: 'current' as const }, view, undefined],
  ['a migration, for who may only look', { ...mayNot, migration: 'current' as const }, view, undefined],
  ['a migration that is over, for who may', { ...may, migration: 'over' as const }, migrate, undefined],
  ['a migration that is over, for who may only look', { ...mayNot, migration: 'over' as const }, view, undefined],
  ['a migration of one that is being deleted', { ...may, ...deleted, migration: 'current' as const }, view, undefined],
])('%s', (_name, situation, label, tooltip) => {
  const action = migrateAction(situation, english);
  expect(action).toMatchObject({ label, cta: { href: migrationPath(ecosystem) } });
  expect([action.disabled, action.disabledTooltip]).toEqual(
    tooltip === undefined ? [undefined, undefined] : [true, tooltip],
  );
});

test('the menu tells both apart by their ids', () => {
  expect(migrateAction(may, english).id).not.toBe(migrateAction({ ...may, migration: 'current' as const }, english).id);
});
