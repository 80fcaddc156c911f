import { expect, test } from 'vitest';
import { findingHeading } from './finding-heading.ts';

test.each([
  ['Secret quay/config does not exist.', 'Secret quay/config does not exist', ''],
  ['Clair v2 is replaced by Clair v4. It indexes again.', 'Clair v2 is replaced by Clair v4', 'It indexes again.'],
  ['DB_URI of config.yaml is empty. Set it.', 'DB_URI of config.yaml is empty', 'Set it.'],
  ['One. Two. Three.', 'One', 'Two. Three.'],
  ['Nothing follows, e.g. this', 'Nothing follows, e.g. this', ''],
  ['It was cut off…', 'It was cut off…', ''],
  ['', '', ''],
])('%j', (message, heading, rest) => {
  expect(findingHeading(message)).toEqual({ heading, rest });
});
