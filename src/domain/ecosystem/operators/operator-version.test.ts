import { expect, test } from 'vitest';
import { generationOf, isAtLeast, parseVersion } from './operator-version.ts';

test.each([
  ['v3.17.4', 3, 17],
  ['3.9.0', 3, 9],
  ['3.8.1-0.1674075400.p', 3, 8],
  ['quay-operator.v3.6.10', 3, 6],
  ['project-quay.v3.10', 3, 10],
  ['v1.1.2', 1, 1],
])('parseVersion %s', (text, major, minor) => {
  expect(parseVersion(text)).toEqual({ major, minor });
});

test.each(['', 'latest', 'sha256:1234', 'quay-operator-tng'])('no version: "%s"', (text) => {
  expect(parseVersion(text)).toBeUndefined();
});

test.each([
  [1, 1, 'legacy'],
  [3, 3, 'legacy'],
  [3, 4, 'bridging'],
  [3, 8, 'bridging'],
  [3, 9, 'current'],
  [3, 17, 'current'],
  [4, 0, 'current'],
] as const)('%i.%i is %s', (major, minor, generation) => {
  expect(generationOf({ major, minor })).toBe(generation);
});

test.each([
  [{ major: 3, minor: 13 }, true],
  [{ major: 3, minor: 12 }, false],
  [{ major: 4, minor: 0 }, true],
])('%j is at least 3.13: %s', (version, expected) => {
  expect(isAtLeast(version, 3, 13)).toBe(expected);
});
