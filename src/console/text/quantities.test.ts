import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bytesText, countText, durationText, percentOf } from './quantities.ts';

describe('bytes', () => {
  test.each([
    [0, '0 B'],
    [-5, '0 B'],
    [1023, '1023 B'],
    [1024, '1.0 KiB'],
    [1536, '1.5 KiB'],
    [1024 * 1024 - 1, '1.0 MiB'],
    [150 * 1024 * 1024, '150 MiB'],
    [2.5 * 1024 ** 3, '2.5 GiB'],
    [1024 ** 5 * 3000, '3000 PiB'],
  ])('%d', (bytes, text) => {
    expect(bytesText(bytes, 'en')).toBe(text);
  });

  test('never more than four digits below the largest unit', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2 ** 50 }), (bytes) => {
        expect(Number.parseFloat(bytesText(bytes, 'en'))).toBeLessThan(1024);
      }),
    );
  });
});

test.each([
  [-3000, '0 s'],
  [499, '0 s'],
  [45_000, '45 s'],
  [60_000, '1 min'],
  [185_000, '3 min 5 s'],
  [3_600_000, '1 h'],
  [7_800_000, '2 h 10 min'],
  [90_000_000, '25 h'],
])('a duration of %d ms', (milliseconds, text) => {
  expect(durationText(milliseconds)).toBe(text);
});

test.each([
  [0, 0, 0],
  [5, 0, 0],
  [999, 1000, 99],
  [1000, 1000, 100],
  [1200, 1000, 100],
  [-1, 1000, 0],
])('%d of %d is %d percent', (done, total, percent) => {
  expect(percentOf(done, total)).toBe(percent);
});

test('numbers are written as the language writes them', () => {
  expect(countText(1234567, 'en')).toBe('1,234,567');
  expect(countText(1234567, 'es')).toBe('1.234.567');
  expect(bytesText(1536, 'fr')).toBe('1,5 KiB');
});
