import { expect, test } from 'vitest';
import { readableTimes } from './readable-times.ts';

test('a time in a text is written as the reader writes it', () => {
  const text = readableTimes('Changed since 2026-11-27T08:55:23.376Z: images. Valid until 2027-11-26T08:18Z.', 'en');
  expect(text).toMatch(/^Changed since Nov 2\d, 2026, .*: images\. Valid until Nov 2\d, 2027, .*\.$/);
  expect(text).not.toMatch(/T\d\d:/);
});

test.each(['', 'on 2026-01-01', '2026-99-99T99:99:99Z', 'image@sha256:2026'])('%j stays', (text) => {
  expect(readableTimes(text, 'en')).toBe(text);
});
