import { expect, test } from 'vitest';
import type { RollbackPreview } from '../../contract/rollback-preview.ts';
import { mayRollBack } from './rollback-obstacle.ts';

const preview = (rest: Partial<RollbackPreview> = {}): RollbackPreview => ({
  schemaVersion: 1,
  possible: true,
  reason: '',
  request: 'console-1',
  undone: [],
  lost: [],
  kept: [],
  confirmationNeeded: false,
  rollBack: { allowed: true, reason: '' },
  ...rest,
});
const losing = preview({ confirmationNeeded: true, lost: ['Images'] });

test.each<[string, RollbackPreview | undefined, string, boolean]>([
  ['before the preview is read', undefined, '', false],
  ['where nothing is lost', preview(), '', true],
  ['where it is not possible', preview({ possible: false }), 'registry', false],
  ['without permission', preview({ rollBack: { allowed: false, reason: 'no' } }), 'registry', false],
  ['where something is lost, and nothing typed', losing, '', false],
  ['with another name', losing, 'Registry', false],
  ['with part of the name', losing, 'regist', false],
  ['with the name', losing, 'registry', true],
  ['with the name, pasted with its blanks', losing, ' registry ', true],
])('%s', (_name, shown, typed, allowed) => {
  expect(mayRollBack(shown, typed, 'registry')).toBe(allowed);
});
