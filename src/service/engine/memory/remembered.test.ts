import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  mostRequests,
  nothingRemembered,
  readRemembered,
  requestHash,
  withExecuted,
  withPending,
  withoutPending,
} from './remembered.ts';

const requests = fc.array(fc.string({ minLength: 1 }), { maxLength: 100 });

describe('requests that were executed', () => {
  test('are remembered once, the latest of them, and in one length', () => {
    fc.assert(
      fc.property(requests, requests, (one, other) => {
        const { executed } = withExecuted(withExecuted(nothingRemembered, one), other);
        expect(new Set(executed).size).toBe(executed.length);
        expect(executed.length).toBeLessThanOrEqual(mostRequests);
        const latest = [...new Set([...one, ...other].map(requestHash))].slice(-mostRequests);
        expect(executed).toEqual(latest);
      }),
    );
  });

  test('are the latest 64, whoever makes how many', () => {
    const many = Array.from({ length: 1000 }, (_, number) => `request-${number}`);
    const memory = many.reduce((before, request) => withExecuted(before, [request]), nothingRemembered);
    expect(memory.executed).toEqual(many.slice(-64).map(requestHash));
    expect(readRemembered(JSON.stringify(memory))).toEqual(memory);
  });

  test('nobody waits for them any more', () => {
    const asked = withPending(withPending(nothingRemembered, 'startedBy', '1', 'alice'), 'startedBy', '2', 'bob');
    expect(withExecuted(asked, ['1'])).toEqual({
      executed: [requestHash('1')],
      startedBy: { [requestHash('2')]: 'bob' },
    });
    expect(withExecuted(asked, ['1', '2'])).not.toHaveProperty('startedBy');
  });
});

describe('who waits', () => {
  test('is told apart by what was asked for, the latest three', () => {
    let memory = withPending(nothingRemembered, 'rolledBackBy', '1', 'alice');
    for (const number of [1, 2, 3, 4]) memory = withPending(memory, 'startedBy', String(number), `user-${number}`);
    expect(Object.values(memory.startedBy ?? {})).toEqual(['user-2', 'user-3', 'user-4']);
    expect(memory.rolledBackBy).toEqual({ [requestHash('1')]: 'alice' });
    expect(withoutPending(memory, 'rolledBackBy', '1')).not.toHaveProperty('rolledBackBy');
    expect(withoutPending(memory, 'startedBy', '9')).toBe(memory);
  });

  test('is the latest who asked for the same, who counts once', () => {
    let memory = withPending(nothingRemembered, 'startedBy', '1', 'alice');
    for (const user of ['bob', 'carol', 'dave']) memory = withPending(memory, 'startedBy', '2', user);
    expect(memory.startedBy).toEqual({ [requestHash('1')]: 'alice', [requestHash('2')]: 'dave' });
    memory = withPending(withPending(memory, 'startedBy', '1', 'erin'), 'startedBy', '3', 'frank');
    expect(Object.values(memory.startedBy ?? {})).toEqual(['dave', 'erin', 'frank']);
  });

  test('has a name of bounded length', () => {
    const { startedBy = {} } = withPending(nothingRemembered, 'startedBy', '1', 'x'.repeat(10_000));
    expect(Object.values(startedBy)[0]).toHaveLength(253);
  });
});

describe('what is read back', () => {
  test('is what was written', () => {
    fc.assert(
      fc.property(requests, fc.string({ maxLength: 400 }), (executed, user) => {
        const memory = withPending(withExecuted(nothingRemembered, executed), 'startedBy', 'next', user);
        const labelled = { ...memory, labelledBefore: true as const };
        expect(readRemembered(JSON.stringify(labelled))).toEqual(labelled);
      }),
    );
  });

  test.each([
    ['no JSON', '{'],
    ['a list', '[]'],
    ['something else', '{"executed":["x"]}'],
    ['more than it may be', JSON.stringify({ executed: Array(100).fill(requestHash('1')) })],
    ['of another version', '{"executed":[],"more":1}'],
  ])('%s is nothing that can be read', (_name, text) => {
    expect(readRemembered(text)).toBeUndefined();
  });
});
