import { describe, expect, test } from 'vitest';
import type { StepView } from '../../contract/migration-status.ts';
import type { Progress } from '../../contract/progress.ts';
import { paceText } from './live-progress.ts';
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
    ['not begun', {}, { variant: 'pending', isCurrent: false, took: undefined, overdue: false }],
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
      'begun and neither running nor over, as after a crash',
      { state: 'failed', startedAt },
      { variant: 'danger', isCurrent: false, took: undefined, overdue: false },
    ],
  ];
  test.each(cases)('%s', (_name, rest, line) => {
    expect(stepLine(step(rest), now)).toEqual(line);
  });
});

describe('the pace of a copy', () => {
  const fill = (text: string, values: Readonly<Record<string, string | number>> = {}): string =>
    text.replaceAll(/\{\{(\w+)\}\}/g, (_whole, name: string) => String(values[name]));
  const pace = (rest: Partial<Progress>): string => paceText(rest as Progress, fill);
  test('is told as far as it is known', () => {
    expect(pace({})).toBe('');
    expect(pace({ bytesPerSecond: 12 * 1024 * 1024 })).toBe('12.0 MiB per second');
    expect(pace({ bytesPerSecond: 1024, secondsLeft: 90 })).toBe('1.0 KiB per second, about 1 min 30 s left');
    expect(pace({ secondsLeft: 0 })).toBe('about 0 s left');
  });
});
