import { describe, expect, test } from 'vitest';
import { type Finding, type Severity, bySeverity, verdictOf } from './finding.ts';

const finding = (id: string, severity: Severity, object = 'Secret a/b'): Finding => ({
  ...{ id, severity, object },
  ...{ field: 'data', message: 'm', remedy: 'r' },
});
const [blocker, warning, other, info] = [
  finding('b', 'blocker'),
  finding('w', 'warning'),
  finding('w', 'warning', 'Secret a/c'),
  finding('i', 'info'),
];

describe('verdictOf', () => {
  test.each<
    [string, readonly Finding[], readonly string[], readonly [readonly Finding[], readonly Finding[], boolean]]
  >([
    ['nothing found', [], [], [[], [], true]],
    ['infos are only told', [info], [], [[], [], true]],
    ['a warning waits until it is acknowledged', [warning, other], [], [[], [warning, other], false]],
    ['one acknowledgement counts at every object', [warning, other], ['w'], [[], [], true]],
    ['an acknowledgement of something else', [warning], ['v'], [[], [warning], false]],
    ['a blocker is not acknowledged away', [blocker, warning], ['b', 'w'], [[blocker], [], false]],
  ])('%s', (_title, findings, acknowledged, [blockers, unacknowledged, canStart]) => {
    expect(verdictOf(findings, acknowledged)).toEqual({ blockers, unacknowledged, canStart });
  });
});

test('bySeverity puts blockers first, and keeps the order of each kind', () => {
  expect(bySeverity([info, other, blocker, warning])).toEqual([blocker, other, warning, info]);
});
