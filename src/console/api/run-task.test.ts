import { beforeEach, expect, test } from 'vitest';
import { runTask, type TaskListener } from './run-task.ts';

let told: unknown[];
const listener: TaskListener = {
  running: (running) => told.push(running ? 'runs' : 'rests'),
  failure: (failure) =>
    told.push(failure === undefined ? 'no failure' : [failure.kind, failure.message, failure.causes]),
  onDone: () => told.push('done'),
  onFailed: () => told.push('look again'),
};

beforeEach(() => {
  told = [];
});

test('work that is done closes its modal, and says no more', async () => {
  let release: () => void = () => undefined;
  const over = runTask(() => new Promise((resolve) => (release = resolve)), listener);
  expect(told).toEqual(['runs', 'no failure']);
  release();
  await over;
  expect(told).toEqual(['runs', 'no failure', 'done']);
});

test('work that fails says why, may be tried again, and lets the page look again', async () => {
  const causes = [{ message: 'storage-local' }];
  const json = { message: 'Not started.', details: { causes } };
  const error = Object.assign(new Error('no'), { code: 409, json });
  await runTask(() => Promise.reject(error), listener);
  expect(told).toEqual(['runs', 'no failure', ['refused', 'Not started.', ['storage-local']], 'rests', 'look again']);
});

test('a second try forgets the failure of the first', async () => {
  await runTask(() => Promise.reject(new Error('no')), { ...listener, onFailed: undefined });
  await runTask(() => Promise.resolve(), listener);
  expect(told.slice(3)).toEqual(['rests', 'runs', 'no failure', 'done']);
});
