import { type StepId, stepIds } from '../../contract/steps.ts';
import { type AttemptCase, type AttemptUnderTest, attemptOf } from './attempt/attempt.fixture.ts';
import type { Journal, StepRecord } from './journal/journal.ts';

/** Long before any deadline. */
export const early = '2026-01-01T00:00:00.000Z';

export function ago(seconds: number): string {
  return new Date(Date.now() - seconds * 1000).toISOString();
}

/** All steps before this one are done. */
export function upTo(id: StepId, record?: Partial<StepRecord>): Journal['steps'] {
  const before = stepIds.slice(0, stepIds.indexOf(id));
  const done = { state: 'done' as const, startedAt: early, finishedAt: early, message: '' };
  const steps = Object.fromEntries(before.map((step) => [step, done])) as Journal['steps'];
  const running = { state: 'running' as const, startedAt: ago(1), message: '' };
  return record === undefined ? steps : { ...steps, [id]: { ...running, ...record } };
}

/** An attempt that has come to this step, with a record of it or not yet. */
export async function atStep(
  id: StepId,
  record?: Partial<StepRecord>,
  differs: AttemptCase = {},
): Promise<AttemptUnderTest> {
  return attemptOf({ ...differs, journal: { ...differs.journal, steps: upTo(id, record) } });
}
