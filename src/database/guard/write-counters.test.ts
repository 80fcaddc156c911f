import { describe, expect, it } from 'vitest';
import { writtenBetween } from './write-counters.ts';

const counts = (inserted: number, updated = 0, deleted = 0) => ({
  inserted: String(inserted),
  updated: String(updated),
  deleted: String(deleted),
});

describe('writtenBetween', () => {
  it.each([
    ['nothing', { tag: counts(5, 1) }, { tag: counts(5, 1) }, undefined],
    ['new rows', { tag: counts(5) }, { tag: counts(7) }, 'tag (2 inserted)'],
    ['all kinds', { tag: counts(1, 2, 3) }, { tag: counts(2, 4, 6) }, 'tag (1 inserted, 2 updated, 3 deleted)'],
    ['a table that is new', {}, { tag: counts(1) }, 'tag (1 inserted)'],
    ['a table that is gone', { tag: counts(1) }, {}, 'tag (-1 inserted)'],
    [
      'counters beyond 2^53',
      { tag: { ...counts(0), updated: '9007199254740993' } },
      { tag: { ...counts(0), updated: '9007199254740994' } },
      'tag (1 updated)',
    ],
    [
      'many tables',
      {},
      Object.fromEntries(['a', 'b', 'c', 'd', 'e', 'f', 'g'].map((name) => [name, counts(1)])),
      'a (1 inserted), b (1 inserted), c (1 inserted), d (1 inserted), e (1 inserted) and 2 more tables',
    ],
  ])('tells %s', (_name, before, after, told) => {
    expect(writtenBetween(new Map(Object.entries(before)), new Map(Object.entries(after)))).toBe(told);
  });
});
