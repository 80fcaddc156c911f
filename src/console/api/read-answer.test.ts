import { beforeEach, expect, test } from 'vitest';
import { type AnswerListener, readAnswer } from './read-answer.ts';

let told: unknown[];
const listener: AnswerListener<string> = {
  data: (data) => told.push(data),
  failure: (failure) => told.push(failure === undefined ? 'well' : [failure.kind, failure.message]),
  loading: (loading) => told.push(loading ? 'loading' : 'loaded'),
};

beforeEach(() => {
  told = [];
});

const settled = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));

test('an answer is told, and that an earlier failure is over', async () => {
  readAnswer(() => Promise.resolve('plan'), listener);
  expect(told).toEqual(['loading']);
  await settled();
  expect(told).toEqual(['loading', 'plan', 'well', 'loaded']);
});

test('a failure is told in its kind, and leaves what was there', async () => {
  const error = Object.assign(new Error('not you'), { code: 403 });
  readAnswer(() => Promise.reject(error), listener);
  await settled();
  expect(told).toEqual(['loading', ['forbidden', 'not you'], 'loaded']);
});

test.each([
  ['an answer', (): Promise<string> => Promise.resolve('late')],
  ['a failure', (): Promise<string> => Promise.reject(new Error('late'))],
])('%s that comes after the end is nobody’s any more, and the request is given up', async (_name, answer) => {
  let given: AbortSignal | undefined;
  const end = readAnswer((signal) => {
    given = signal;
    return answer();
  }, listener);
  end();
  await settled();
  expect(told).toEqual(['loading']);
  expect(given?.aborted).toBe(true);
});

test('of two that overlap only the second is told, in whichever order they come', async () => {
  let first: (answer: string) => void = () => undefined;
  const end = readAnswer(() => new Promise<string>((resolve) => (first = resolve)), listener);
  end();
  readAnswer(() => Promise.resolve('second'), listener);
  await settled();
  first('first');
  await settled();
  expect(told).toEqual(['loading', 'loading', 'second', 'well', 'loaded']);
});
