import type { MigrationStatus } from '../../contract/migration-status.ts';

/** Milliseconds from the first Deployment scaled to zero until the new registry was available; undefined before. */
export function downtimeOf(steps: MigrationStatus['steps']): number | undefined {
  const stopped = steps.find(({ id, state }) => id === 'freeze' && state === 'done')?.startedAt;
  const available = steps.find(({ id, state }) => id === 'rollout' && state === 'done')?.finishedAt;
  return durationBetween(stopped, available);
}

/** Milliseconds between two times of the service; undefined where one is missing. */
export function durationBetween(start: string | undefined, end: string | undefined): number | undefined {
  return start === undefined || end === undefined ? undefined : Date.parse(end) - Date.parse(start);
}
