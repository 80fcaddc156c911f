import { expect, test } from 'vitest';
import { VersionWatch } from './service-version.ts';

test('a service of another release is told once, and told to be gone when it is the same again', () => {
  const watch = new VersionWatch('0.1.0');
  const told: (string | undefined)[] = [];
  const forget = watch.subscribe((other) => told.push(other));
  for (const version of ['0.1.0', null, '0.2.0', '0.2.0', null, '0.1.0']) watch.seen(version);
  expect(told).toEqual(['0.2.0', undefined]);
  forget();
  watch.seen('0.3.0');
  expect(told).toHaveLength(2);
  expect(watch.other).toBe('0.3.0');
});

test('everybody who listens is told, and each change', () => {
  const watch = new VersionWatch('1.0.0');
  const told: string[] = [];
  watch.subscribe((other) => told.push(`one ${other ?? 'same'}`));
  watch.subscribe((other) => told.push(`two ${other ?? 'same'}`));
  for (const version of ['1.1.0', '1.2.0', '1.0.0', '1.0.0']) watch.seen(version);
  expect(told).toEqual(['one 1.1.0', 'two 1.1.0', 'one 1.2.0', 'two 1.2.0', 'one same', 'two same']);
});

test.each(['1.0', 'v1.0.0', '1.0.0-rc1', ''])('%j is another release than 1.0.0', (version) => {
  const watch = new VersionWatch('1.0.0');
  watch.seen(version);
  expect(watch.other).toBe(version);
});
