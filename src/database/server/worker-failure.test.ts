import { describe, expect, it } from 'vitest';
import { reasonOf } from './worker-failure.ts';

const databaseError = (message: string, facts: Record<string, string>): Error =>
  Object.assign(new Error(message), facts);

describe('reasonOf', () => {
  it.each([
    ['no error', 'gone', 'gone'],
    ['a plain one', new Error('no space left on device'), 'no space left on device'],
    ['its first line only', new Error('one\nDETAIL: Key (email)=(a@b) exists'), 'one'],
    [
      'table and constraint',
      databaseError('duplicate key value violates unique constraint "user_email"', {
        code: '23505',
        table: 'user',
        constraint: 'user_email',
      }),
      'duplicate key value violates unique constraint "user_email" (table user, constraint user_email)',
    ],
    [
      'no value in quotes',
      databaseError('value "99999999999" is out of range for type integer', { code: '22003' }),
      'value "..." is out of range for type integer (SQLSTATE 22003)',
    ],
    [
      'no value after a colon',
      databaseError('invalid input syntax for type integer: "se"cret"', { code: '22P02' }),
      'invalid input syntax for type integer (SQLSTATE 22P02)',
    ],
    [
      'no bytes',
      databaseError('invalid byte sequence for encoding "UTF8": 0xff', { code: '22021', table: 'star' }),
      'invalid byte sequence for encoding "..." (SQLSTATE 22021) (table star)',
    ],
    [
      'a full disk',
      databaseError('could not extend file "base/1/2": wrote only 4096 of 8192 bytes at block 7', { code: '53100' }),
      'the disk is full: could not extend file "base/1/2": wrote only 4096 of 8192 bytes at block 7',
    ],
    [
      'every address of a host',
      new AggregateError([new Error('connect ECONNREFUSED ::1:1'), new Error('connect ECONNREFUSED 127.0.0.1:1')]),
      'Error: connect ECONNREFUSED ::1:1; Error: connect ECONNREFUSED 127.0.0.1:1',
    ],
  ])('says %s', (_name, error, said) => {
    expect(reasonOf(error)).toBe(said);
  });
});
