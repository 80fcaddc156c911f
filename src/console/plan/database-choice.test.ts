import { expect, test } from 'vitest';
import type { Finding } from '../../contract/finding.ts';
import type { PlanPreview } from '../../contract/plan-preview.ts';
import { canCopyDatabase } from './database-choice.ts';

const external: Finding = {
  ...{ id: 'database-external', severity: 'warning', object: 'Secret quay/config' },
  ...{ field: '', message: '', remedy: '' },
};

test.each<[string, PlanPreview['choices']['database'], PlanPreview['databaseMode'], Finding[], boolean]>([
  ['a managed database', 'copy', 'copy', [], true],
  ['a managed database that is to stay', 'unmanaged', 'in-place', [], true],
  ['an external database, although a copy is chosen', 'copy', 'in-place', [external], false],
  ['an external database that is to stay', 'unmanaged', 'in-place', [external], false],
  ['a database that the service does not copy for another reason', 'copy', 'in-place', [], false],
])('%s', (_name, database, databaseMode, findings, possible) => {
  const choices = { database, copyBeforeFreeze: true };
  expect(canCopyDatabase({ choices, databaseMode, findings })).toBe(possible);
});
