import { describe, expect, test } from 'vitest';
import type { StepView } from '../../contract/migration-status.ts';
import { stepLine } from './step-line.ts';

const now = Date.parse('2026-11-24T10:10:00Z');
const step = (rest: Partial<StepView>): StepView => ({
  id: 'freeze',
  title: 'Stop',
  state: 'pending',
  message: '',
  ...rest,
});
const startedAt = '2026-11-24T10:08:00Z';

describe('how a step looks', () => {
  const cases: readonly [string, Partial<StepView>, ReturnType<typeof stepLine>][] = [
    ['not started', {}, { variant: 'pending', isCurrent: false, took: undefined, overdue: false }],
    ['running', { state: 'running', startedAt }, { variant: 'info', isCurrent: true, took: 120_000, overdue: false }],
    [
      'running, and over its deadline',
      { state: 'running', startedAt, deadlineSeconds: 60 },
      { variant: 'info', isCurrent: true, took: 120_000, overdue: true },
    ],
    [
      'running by a clock ahead of the browser’s',
      { state: 'running', startedAt: '2026-11-24T10:11:00Z', deadlineSeconds: 60 },
      { variant: 'info', isCurrent: true, took: 0, overdue: false },
    ],
    [
      'done, whatever the time is now',
      { state: 'done', startedAt, finishedAt: '2026-11-24T10:08:03Z', deadlineSeconds: 1 },
      { variant: 'success', isCurrent: false, took: 3000, overdue: false },
    ],
    [
      'failed',
      { state: 'failed', startedAt, finishedAt: '2026-11-24T10:09:00Z' },
      { variant: 'danger', isCurrent: false, took: 60_000, overdue: false },
    ],
    [
      'skipped',
      { state: 'skipped', startedAt, finishedAt: startedAt },
      { variant: 'default', isCurrent: false, took: undefined, overdue: false },
    ],
    [
      'started and neither running nor over, as after a crash',
      { state: 'failed', startedAt },
      { variant: 'danger', isCurrent: false, took: undefined, overdue: false },
    ],
  ];
  test.each(cases)('%s', (_name, rest, line) => {
    expect(stepLine(step(rest), now)).toEqual(line);
  });
});
