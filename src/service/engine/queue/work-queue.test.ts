import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { WorkQueue, type WorkQueueSettings } from './work-queue.ts';

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

function queueOf(change: Partial<WorkQueueSettings>): WorkQueue {
  const work = async (): Promise<undefined> => undefined;
  return new WorkQueue({ workers: 4, work, pauseAfter: () => undefined, ...change });
}

function sleep(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

describe('one key', () => {
  test('added together is worked on once, and once more when it was added meanwhile', async () => {
    const work = vi.fn(() => sleep(20).then(() => undefined));
    const queue = queueOf({ work });
    for (const key of ['a/1', 'a/1', 'b/1', 'a/1']) queue.add(key);
    await vi.advanceTimersByTimeAsync(10);
    expect(work.mock.calls).toEqual([['a/1'], ['b/1']]);
    queue.add('a/1');
    queue.add('a/1');
    await vi.advanceTimersByTimeAsync(100);
    expect(work.mock.calls).toEqual([['a/1'], ['b/1'], ['a/1']]);
    expect(queue.remembered).toBe(0);
  });

  test('comes again after the time that the work answers, or at once when it is added', async () => {
    const work = vi.fn<() => Promise<number | undefined>>().mockResolvedValue(1000);
    const queue = queueOf({ work });
    queue.add('a/1');
    await vi.advanceTimersByTimeAsync(999);
    expect(work).toHaveBeenCalledTimes(1);
    await vi.advanceTimersByTimeAsync(1);
    expect(work).toHaveBeenCalledTimes(2);
    await vi.advanceTimersByTimeAsync(500);
    queue.add('a/1');
    await vi.advanceTimersByTimeAsync(999);
    expect(work).toHaveBeenCalledTimes(3);
    await vi.advanceTimersByTimeAsync(1);
    expect(work).toHaveBeenCalledTimes(4);
  });

  test('that fails comes again after the pause for so many failures, which a success forgets', async () => {
    const work = vi.fn<() => Promise<undefined>>().mockRejectedValue(new Error('away'));
    const pauseAfter = vi.fn((_key: string, _error: unknown, failures: number) => 100 * 2 ** (failures - 1));
    const queue = queueOf({ work, pauseAfter });
    queue.add('a/1');
    await vi.advanceTimersByTimeAsync(0);
    await vi.advanceTimersByTimeAsync(100);
    await vi.advanceTimersByTimeAsync(199);
    expect(work).toHaveBeenCalledTimes(2);
    work.mockResolvedValueOnce(undefined);
    await vi.advanceTimersByTimeAsync(1);
    expect(work).toHaveBeenCalledTimes(3);
    expect(queue.remembered).toBe(0);
    queue.add('a/1');
    await vi.advanceTimersByTimeAsync(0);
    expect(pauseAfter.mock.calls.map(([, , failures]) => failures)).toEqual([1, 2, 1]);
  });

  test('that failed for good is forgotten', async () => {
    const work = vi.fn<() => Promise<undefined>>().mockRejectedValue(new Error('lost'));
    const queue = queueOf({ work });
    queue.add('a/1');
    await vi.advanceTimersByTimeAsync(60_000);
    expect(work).toHaveBeenCalledTimes(1);
    expect(queue.remembered).toBe(0);
  });
});

describe('many keys', () => {
  test('a tenant whose work is slow leaves half of the workers to others', async () => {
    const begun: string[] = [];
    const queue = queueOf({
      work: async (key) => {
        begun.push(key);
        if (key.startsWith('slow/')) await sleep(3_600_000);
        return undefined;
      },
    });
    for (let number = 0; number < 1000; number += 1) queue.add(`slow/${number}`);
    for (let number = 0; number < 10; number += 1) queue.add(`other/${number}`);
    await vi.advanceTimersByTimeAsync(1000);
    expect(begun.filter((key) => key.startsWith('slow/'))).toHaveLength(2);
    expect(begun.filter((key) => key.startsWith('other/'))).toHaveLength(10);
  });

  test('whatever is added when, and whatever fails: never two workers for one key, all seen after their last add', async () => {
    const key = fc.constantFrom('a/1', 'a/2', 'b/1', 'b/2', 'c/1');
    const added = fc.record({ key, after: fc.integer({ min: 0, max: 30 }), takes: fc.integer({ min: 0, max: 25 }) });
    await fc.assert(
      fc.asyncProperty(fc.array(added, { maxLength: 40 }), fc.infiniteStream(fc.boolean()), async (adds, fails) => {
        const active = new Set<string>();
        const wrong: string[] = [];
        const owed = new Set<string>();
        const times = new Map<string, number>();
        const queue = queueOf({
          workers: 4,
          work: async (one) => {
            // What is thrown here is the queue's to catch.
            if (active.has(one)) wrong.push(`${one} twice at once`);
            active.add(one);
            if (active.size > 4) wrong.push('more than the workers');
            owed.delete(one);
            await sleep(times.get(one) ?? 0);
            active.delete(one);
            if (fails.next().value === true) {
              owed.add(one);
              throw new Error('away');
            }
            return undefined;
          },
          pauseAfter: () => 7,
        });
        for (const { key: one, after, takes } of adds) {
          times.set(one, takes);
          owed.add(one);
          queue.add(one);
          await vi.advanceTimersByTimeAsync(after);
        }
        await vi.advanceTimersByTimeAsync(20_000);
        expect([...wrong, ...owed]).toEqual([]);
        expect(queue.remembered).toBe(0);
      }),
      { numRuns: 60 },
    );
  });
});

describe('its end', () => {
  test('waits for what is in work, and begins nothing', async () => {
    const work = vi.fn(() => sleep(100).then(() => 5));
    const queue = queueOf({ workers: 1, work });
    queue.add('a/1');
    queue.add('a/2');
    await vi.advanceTimersByTimeAsync(50);
    const ended = vi.fn();
    void queue.stop().then(ended);
    queue.add('a/3');
    await vi.advanceTimersByTimeAsync(49);
    expect(ended).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(1000);
    expect(ended).toHaveBeenCalledOnce();
    expect(work).toHaveBeenCalledTimes(1);
  });

  test('comes at once when nothing is in work', async () => {
    await queueOf({}).stop();
  });
});
