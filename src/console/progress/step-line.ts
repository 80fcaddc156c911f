import type { StepView } from '../../contract/migration-status.ts';

/** How a step looks in PatternFly's stepper. */
export interface StepLine {
  readonly variant: 'pending' | 'info' | 'success' | 'danger' | 'default';
  readonly isCurrent: boolean;
  /** Milliseconds that it took, or takes so far; undefined before it started, and for what was skipped. */
  readonly took: number | undefined;
  /** It takes longer than it may: the service is about to call it failed. */
  readonly overdue: boolean;
}

const variants = {
  pending: 'pending',
  running: 'info',
  done: 'success',
  skipped: 'default',
  failed: 'danger',
} as const;

/** `now` in milliseconds; a clock behind the service's counts as no time passed. */
export function stepLine(step: StepView, now: number): StepLine {
  const { state, startedAt, finishedAt, deadlineSeconds } = step;
  const isCurrent = state === 'running';
  const timed = startedAt !== undefined && (isCurrent || (finishedAt !== undefined && state !== 'skipped'));
  const end = finishedAt === undefined ? now : Date.parse(finishedAt);
  const took = timed ? Math.max(0, end - Date.parse(startedAt)) : undefined;
  const overdue = isCurrent && deadlineSeconds !== undefined && (took ?? 0) > deadlineSeconds * 1000;
  return { variant: variants[state], isCurrent, took, overdue };
}
