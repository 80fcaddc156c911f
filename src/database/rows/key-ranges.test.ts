import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { boundsBetween } from './key-ranges.ts';

describe('boundsBetween', () => {
  it('makes one range of few keys', () => {
    expect(boundsBetween(1n, 1999n, 1)).toEqual([]);
    expect(boundsBetween(0n, 0n, 0)).toEqual([]);
    expect(boundsBetween(-50n, 2n ** 62n, 2000)).toEqual([]);
  });

  it('makes ranges of 2000 keys where keys are dense', () => {
    expect(boundsBetween(1n, 6000n, 6000)).toEqual([2001n, 4001n]);
    expect(boundsBetween(1n, 6000n, 1_000_000)).toEqual([2001n, 4001n]);
  });

  it('makes no more ranges than the rows need, and never more than 2000, however far apart their keys are', () => {
    fc.assert(
      fc.property(
        fc.bigInt(-(2n ** 63n), 2n ** 63n - 1n),
        fc.bigInt(0n, 2n ** 62n),
        fc.oneof(fc.nat(1_000_000), fc.integer({ min: 1_000_000, max: 2 ** 40 })),
        (first, more, rows) => {
          const bounds = boundsBetween(first, first + more, rows);
          expect(bounds.length + 1).toBeLessThanOrEqual(Math.max(1, Math.min(2000, Math.ceil(rows / 2000))));
          expect([...bounds].sort((a, b) => (a < b ? -1 : 1))).toEqual(bounds);
          expect(bounds.every((bound) => bound > first && bound <= first + more)).toBe(true);
        },
      ),
    );
  });
});
