import { describe, expect, test } from 'vitest';
import type { Finding, Severity } from '../../contract/finding.ts';
import type { PlanPreview } from '../../contract/plan-preview.ts';
import { readKept, withAccepted } from './kept-choices.ts';
import { startObstacle, warningsOf } from './start-obstacle.ts';

const finding = (id: string, severity: Severity, object = 'Secret a/b'): Finding => ({
  ...{ id, severity, object },
  ...{ field: '', message: '', remedy: '' },
});

const blocker = finding('local-storage', 'blocker');
const warning = finding('clair', 'warning');

const plan = (findings: readonly Finding[], reason = ''): PlanPreview => ({
  schemaVersion: 1,
  ecosystem: { namespace: 'quay', name: 'registry' },
  readAt: '2026-11-24T10:00:00Z',
  choices: { database: 'copy', copyBeforeFreeze: false },
  databaseMode: 'copy',
  quayVersion: '3.6.10',
  ...{ components: [], configChanges: [], steps: [], resources: [], findings: [...findings] },
  start: { allowed: reason === '', reason },
});

describe('what stands between a person and the start', () => {
  const still = { loading: false, acknowledged: [], otherVersion: false };
  const cases: readonly [string, Parameters<typeof startObstacle>[0], unknown][] = [
    ['nothing', { ...still, plan: plan([]) }, undefined],
    ['a note', { ...still, plan: plan([finding('note', 'info')]) }, undefined],
    ['no plan yet', { ...still, plan: undefined }, { kind: 'stale' }],
    ['a plan of other choices', { ...still, plan: plan([]), loading: true }, { kind: 'stale' }],
    ['a blocker', { ...still, plan: plan([blocker, warning]) }, { kind: 'blockers', count: 1 }],
    [
      'a blocker that somebody “accepted”',
      { ...still, plan: plan([blocker]), acknowledged: ['local-storage'] },
      { kind: 'blockers', count: 1 },
    ],
    ['an open warning', { ...still, plan: plan([warning]) }, { kind: 'warnings', count: 1 }],
    [
      'the same warning at two objects',
      { ...still, plan: plan([warning, finding('clair', 'warning', 'x')]) },
      { kind: 'warnings', count: 1 },
    ],
    ['an accepted warning', { ...still, plan: plan([warning]), acknowledged: ['clair', 'old'] }, undefined],
    [
      'no permission, before all that could be done',
      { ...still, plan: plan([blocker], 'You may not.') },
      { kind: 'permission', reason: 'You may not.' },
    ],
    ['another release, before everything', { ...still, plan: undefined, otherVersion: true }, { kind: 'reload' }],
  ];
  test.each(cases)('%s', (_name, situation, obstacle) => {
    expect(startObstacle(situation)).toEqual(obstacle);
  });
});

test('only what the plan warns of now is sent as accepted', () => {
  expect(warningsOf(plan([blocker, warning, finding('clair', 'warning', 'x')]))).toEqual(['clair']);
});

test('accepting twice is once, and can be undone', () => {
  expect(withAccepted(['a'], 'a', true)).toEqual(['a']);
  expect(withAccepted(['a', 'b'], 'a', false)).toEqual(['b']);
});

describe('what a browser has kept', () => {
  const choices = { database: 'unmanaged', copyBeforeFreeze: false };
  test.each([
    ['nothing', null, { acknowledged: [] }],
    ['no JSON', '{', { acknowledged: [] }],
    ['null', 'null', { acknowledged: [] }],
    ['of another release', '{"acknowledged":"all"}', { acknowledged: [] }],
    ['ids that are none', '{"acknowledged":[1]}', { acknowledged: [] }],
    ['all of it', JSON.stringify({ choices, acknowledged: ['a'] }), { choices, acknowledged: ['a'] }],
    [
      'an unknown choice',
      '{"acknowledged":["a"],"choices":{"database":"move","copyBeforeFreeze":true}}',
      { acknowledged: ['a'] },
    ],
    ['half a choice', '{"acknowledged":[],"choices":{"database":"copy"}}', { acknowledged: [] }],
  ])('%s', (_name, stored, kept) => {
    expect(readKept(stored)).toEqual(kept);
  });
});
