import { expect, test } from 'vitest';
import { english } from '../text/translate.fixture.ts';
import { consequencesOfStart } from './start-consequences.ts';

test('a copy does not modify the source database; an in-place upgrade requires a backup, and promises no automatic rollback', () => {
  const copy = consequencesOfStart(true, english).join(' ');
  const inPlace = consequencesOfStart(false, english).join(' ');
  expect(copy).toMatch(/not modified.*rolls back automatically/);
  expect(copy).not.toMatch(/[Bb]ack up the database|in place/);
  expect(inPlace).toMatch(/upgraded in place\. Back up the database first/);
  expect(inPlace).not.toMatch(/copied|rolls back automatically/);
});

test.each([true, false])('downtime comes first and the rollback last (copies: %s)', (copies) => {
  const all = consequencesOfStart(copies, english);
  expect(all[0]).toContain('Downtime starts');
  expect(all.at(-1)).toContain('roll back');
});
