import { expect, test } from 'vitest';
import { largerQuantity, quantityBytes } from './quantity.ts';

test.each([
  ['0', 0],
  ['1', 1],
  ['1k', 1000],
  ['1Ki', 1024],
  ['1.5Gi', 1.5 * 1024 ** 3],
  ['.5M', 500_000],
  ['5.', 5],
  ['+50Gi', 50 * 1024 ** 3],
  ['2E', 2e18],
  ['2Ei', 2 * 1024 ** 6],
  ['2e3', 2000],
  ['2E3', 2000],
  ['2e-3', 0.002],
  ['500m', 0.5],
  ['1T', 1e12],
])('%s', (quantity, bytes) => {
  expect(quantityBytes(quantity)).toBe(bytes);
});

test.each(['', 'lots', '-1', '1 Gi', ' 1Gi', '1gi', '1KI', '1ki', 'Gi', '1GiB', '1e', '1e3Gi', '.', '0x10'])(
  '%j is none',
  (quantity) => {
    expect(quantityBytes(quantity)).toBeUndefined();
  },
);

test.each([
  ['50Gi', '20Gi', '50Gi'],
  ['50Gi', '50G', '50Gi'],
  ['50Gi', '54G', '54G'],
  ['50Gi', '51200Mi', '50Gi'],
  ['50Gi', '1Ti', '1Ti'],
  ['50Gi', '9000Mi', '50Gi'],
  ['50Gi', 'lots', '50Gi'],
])('of %s and %s', (one, other, larger) => {
  expect(largerQuantity(one, other)).toBe(larger);
});
