import { describe, expect, test } from 'vitest';
import { chain, chainStart, headOf, revisionsBetween } from './chain.ts';

describe('the chain', () => {
  test('has each revision once', () => {
    const ids = chain.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.every((id) => /^[0-9a-f]{12}$/.test(id))).toBe(true);
  });

  test.each([
    ['3.9', '8cf90670bf38'],
    ['v3.17.4', 'c3d4e5f6a7b8'],
    ['3.16', '7078c84d14e8'],
    ['v3.18.0', '9fa37f66a9b6'],
  ])('of %s ends at %s', (version, head) => {
    expect(headOf(version)).toBe(head);
    expect(revisionsBetween(chainStart, head).at(-1)?.id).toBe(head);
  });

  test('keeps the tables of old images up to 3.9 and drops them in 3.10', () => {
    const ids = (version: string) => revisionsBetween(chainStart, headOf(version)).map(({ id }) => id);
    expect(ids('3.9')).not.toContain('8a70b8777089');
    expect(ids('3.10')).toContain('8a70b8777089');
  });

  test('is empty at its end', () => {
    expect(revisionsBetween('c3d4e5f6a7b8', 'c3d4e5f6a7b8')).toEqual([]);
  });

  test('does not go back', () => {
    expect(() => revisionsBetween('c3d4e5f6a7b8', headOf('3.9'))).toThrow(`Can't locate revision`);
  });

  test('is not known for every version', () => {
    expect(() => headOf('2.9')).toThrow('QUAY_VERSION 2.9');
  });
});
