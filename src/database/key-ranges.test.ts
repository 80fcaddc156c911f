import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { boundsBetween } from './key-ranges.ts';

describe('boundsBetween', () => {
  it('makes one range of few keys', () => {
    expect(boundsBetween(1n, 1999n, 1)).toEqual([]);
    expect(boundsBetween(0n, 0n, 0)).toEqual([]);
  });

  it('makes ranges of 2000 keys where keys are dense', () => {
    expect(boundsBetween(1n, 6000n, 3)).toEqual([2001n, 4001n]);
  });

  it('makes no more ranges than the rows need, however far apart their keys are', () => {
    fc.assert(
      fc.property(
        fc.bigInt(-(2n ** 63n), 2n ** 63n - 1n),
        fc.bigInt(0n, 2n ** 62n),
        fc.nat(500),
        (first, more, ranges) => {
          const bounds = boundsBetween(first, first + more, ranges);
          expect(bounds.length).toBeLessThanOrEqual(Math.max(1, ranges));
          expect([...bounds].sort((a, b) => (a < b ? -1 : 1))).toEqual(bounds);
          expect(bounds.every((bound) => bound > first && bound <= first + more)).toBe(true);
        },
      ),
    );
  });
});
