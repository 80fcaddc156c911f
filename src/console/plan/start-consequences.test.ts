import { expect, test } from 'vitest';
import { english } from '../text/translate.fixture.ts';
import { consequencesOfStart } from './start-consequences.ts';

test('a copy leaves the old database alone; an upgrade where it is needs a backup, and promises no way back by itself', () => {
  const copy = consequencesOfStart(true, english).join(' ');
  const inPlace = consequencesOfStart(false, english).join(' ');
  expect(copy).toMatch(/only read.*goes back to where it was/);
  expect(copy).not.toMatch(/backup|where it is\./);
  expect(inPlace).toMatch(/upgraded where it is\. Have a backup/);
  expect(inPlace).not.toMatch(/copied|goes back to where it was/);
});

test.each([true, false])('downtime comes first and the way back last (copies: %s)', (copies) => {
  const all = consequencesOfStart(copies, english);
  expect(all[0]).toContain('Downtime begins');
  expect(all.at(-1)).toContain('take it back');
});
