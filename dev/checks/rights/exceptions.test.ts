import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { expectedRefusals, unseenRights } from './exceptions.ts';

test.each([...unseenRights, ...expectedRefusals])('$what has a reason, and a test that is there', ({ why, test }) => {
  expect(why).not.toBe('');
  const [file = '', name = ''] = test.split(': ');
  expect(readFileSync(join(import.meta.dirname, '../../..', file), 'utf8')).toContain(name);
});
