import { setTimeout as sleep } from 'node:timers/promises';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { inParallel } from './in-parallel.ts';

class Resource {
  static open = 0;
  ended = false;

  constructor() {
    Resource.open += 1;
  }

  end(): Promise<void> {
    this.ended = true;
    Resource.open -= 1;
    return Promise.resolve();
  }
}

function workers(count: number): (() => Promise<Resource>)[] {
  return Array.from({ length: count }, () => () => Promise.resolve(new Resource()));
}

describe('inParallel', () => {
  test('does each item once, in order of start, never with more hands than there are', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat({ max: 3 })), fc.integer({ min: 1, max: 4 }), async (delays, count) => {
        const started: number[] = [];
        let busy = 0;
        const items = delays.map((delay, index) => ({ delay, index }));
        await inParallel(items, workers(count), async (resource, { delay, index }) => {
          started.push(index);
          busy += 1;
          expect(busy).toBeLessThanOrEqual(count);
          expect(resource.ended).toBe(false);
          await sleep(delay);
          busy -= 1;
        });
        expect(started).toEqual(items.map(({ index }) => index));
        expect(Resource.open).toBe(0);
      }),
      { numRuns: 50 },
    );
  });

  test('the first failure stops the rest, and comes out when all are at rest', async () => {
    const done: number[] = [];
    const running = inParallel([1, 2, 3, 4, 5, 6], workers(2), async (_resource, item) => {
      if (item === 2) throw new Error('item 2 failed');
      await sleep(20);
      done.push(item);
    });
    await expect(running).rejects.toThrow('item 2 failed');
    expect(done).toEqual([1]);
    expect(Resource.open).toBe(0);
  });

  test('a worker that cannot start fails the whole, and the others close theirs', async () => {
    const refused = (): Promise<Resource> => Promise.reject(new Error('too many connections'));
    const running = inParallel([1, 2], [...workers(1), refused], () => sleep(5));
    await expect(running).rejects.toThrow('too many connections');
    expect(Resource.open).toBe(0);
  });

  test('a resource that cannot be closed does not fail what was done', async () => {
    const stubborn = { end: () => Promise.reject(new Error('gone')) };
    await inParallel([1], [() => Promise.resolve(stubborn)], () => Promise.resolve());
  });
});
