import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test, vi } from 'vitest';
import { WorkQueue } from './work-queue.ts';

describe('WorkQueue', () => {
  test('does what came together once, and what comes meanwhile once more', async () => {
    const work = vi.fn(() => sleep(20));
    const queue = new WorkQueue(work, vi.fn(), new AbortController().signal);
    for (const key of ['a', 'a', 'b', 'a']) queue.add(key);
    await sleep(5);
    expect(work.mock.calls).toEqual([['a'], ['b']]);
    queue.add('a');
    queue.add('a');
    await sleep(60);
    expect(work.mock.calls).toEqual([['a'], ['b'], ['a']]);
  });

  test('never works twice at once for one key', async () => {
    let active = 0;
    let most = 0;
    const work = async () => {
      active += 1;
      most = Math.max(most, active);
      await sleep(2);
      active -= 1;
    };
    const queue = new WorkQueue(work, vi.fn(), new AbortController().signal);
    for (let added = 0; added < 30; added += 1) {
      queue.add('a');
      await sleep(1);
    }
    expect(most).toBe(1);
  });

  test('reports what fails, and tries again', async () => {
    const report = vi.fn();
    const work = vi.fn().mockRejectedValueOnce(new Error('away')).mockResolvedValue(undefined);
    new WorkQueue(work, report, new AbortController().signal).add('a');
    await vi.waitFor(() => {
      expect(work).toHaveBeenCalledTimes(2);
    });
    expect(report).toHaveBeenCalledExactlyOnceWith('a', new Error('away'));
  });

  test('is quiet after its end', async () => {
    const end = new AbortController();
    const report = vi.fn();
    const work = vi.fn(async () => {
      end.abort();
      return Promise.reject(new Error('away'));
    });
    new WorkQueue(work, report, end.signal).add('a');
    await sleep(300);
    expect(work).toHaveBeenCalledOnce();
    expect(report).not.toHaveBeenCalled();
  });
});
