import { expect, test } from 'vitest';
import type { StepView } from '../../contract/migration-status.ts';
import { downtimeOf } from './downtime.ts';

const step = (id: string, state: StepView['state'], startedAt: string, finishedAt?: string): StepView => ({
  ...{ id, title: id, state, message: '', startedAt },
  ...(finishedAt !== undefined && { finishedAt }),
});
const freeze = step('freeze', 'done', '2026-11-27T08:53:34Z', '2026-11-27T08:53:50Z');
const rollout = step('rollout', 'done', '2026-11-27T08:55:00Z', '2026-11-27T08:57:13Z');

test.each<[string, StepView[], number | undefined]>([
  ['from the freeze to the end of the rollout', [freeze, rollout], 219_000],
  ['before the rollout is done', [freeze, step('rollout', 'running', '2026-11-27T08:55:00Z')], undefined],
  ['of a registry that did not run', [step('freeze', 'skipped', '2026-11-27T08:53:34Z'), rollout], undefined],
  ['without steps', [], undefined],
])('downtime %s', (_name, steps, downtime) => {
  expect(downtimeOf(steps)).toBe(downtime);
});
