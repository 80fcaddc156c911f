import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { FairOrder } from './fair-order.ts';

const settings = { turn: 4, mostAtOnce: 100 };

function all(order: FairOrder): string[] {
  const taken: string[] = [];
  for (let key = order.take(); key !== undefined; key = order.take()) taken.push(key);
  return taken;
}

describe('FairOrder', () => {
  test('takes each key once, in the order in which they came, a turn of each group at a time', () => {
    const order = new FairOrder({ turn: 2, mostAtOnce: 100 });
    for (const key of ['a/1', 'a/2', 'a/1', 'a/3', 'b/1', 'a/4', 'a/5', 'c/1', 'b/2', 'b/3']) order.add(key);
    expect(all(order)).toEqual(['a/1', 'a/2', 'b/1', 'b/2', 'c/1', 'a/3', 'a/4', 'b/3', 'a/5']);
  });

  test('a thousand keys of one delay one of another by a turn', () => {
    const order = new FairOrder(settings);
    for (let number = 0; number < 1000; number += 1) order.add(`many/${number}`);
    expect(order.take()).toBe('many/0');
    order.add('one/1');
    expect([order.take(), order.take(), order.take(), order.take()]).toEqual(['many/1', 'many/2', 'many/3', 'one/1']);
  });

  test('no group has more in work than it may', () => {
    const order = new FairOrder({ turn: 4, mostAtOnce: 2 });
    for (const key of ['a/1', 'a/2', 'a/3', 'b/1']) order.add(key);
    expect(all(order)).toEqual(['a/1', 'a/2', 'b/1']);
    order.done('a/1');
    expect(all(order)).toEqual(['a/3']);
  });

  test('remembers no group that has nothing to do', () => {
    const order = new FairOrder(settings);
    for (let number = 0; number < 100; number += 1) order.add(`group-${number}/x`);
    for (const key of all(order)) order.done(key);
    expect(order.groups).toBe(0);
  });

  test('whatever comes when: nothing is lost, and nobody waits for more than a turn of each of the others', () => {
    const group = fc.constantFrom('a', 'b', 'c', 'd');
    const step = fc.oneof(
      { weight: 3, arbitrary: fc.record({ group, name: fc.integer({ min: 0, max: 40 }) }) },
      { weight: 2, arbitrary: fc.constant('take' as const) },
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 200 }), (steps) => {
        const order = new FairOrder(settings);
        /** How many of other groups were taken while a group had something to do. */
        const passedBy = new Map<string, Map<string, number>>();
        const waiting = new Set<string>();
        const take = (): void => {
          const key = order.take();
          expect(key === undefined).toBe(waiting.size === 0);
          if (key === undefined) return;
          expect(waiting.delete(key)).toBe(true);
          order.done(key);
          const [taken = ''] = key.split('/');
          passedBy.delete(taken);
          for (const name of new Set([...waiting].map((other) => other.split('/')[0] ?? ''))) {
            if (name === taken) continue;
            const passed = passedBy.get(name) ?? new Map<string, number>();
            passed.set(taken, (passed.get(taken) ?? 0) + 1);
            passedBy.set(name, passed);
            expect(passed.get(taken)).toBeLessThanOrEqual(settings.turn);
          }
        };
        for (const one of steps) {
          if (one === 'take') take();
          else {
            order.add(`${one.group}/${one.name}`);
            waiting.add(`${one.group}/${one.name}`);
          }
        }
        while (waiting.size > 0) take();
        expect(order.take()).toBeUndefined();
        expect(order.groups).toBe(0);
      }),
    );
  });
});
