import { describe, expect, it } from 'vitest';
import { headOf } from '../../../../dev/quay/migrate/chain.ts';
import { headOfQuay, otherRevisions } from './quay-revisions.ts';

describe('headOfQuay', () => {
  it.each([9, 10, 11, 12, 13, 14, 15, 16, 17])('is where the simulated Quay 3.%i ends', (minor) => {
    expect(headOfQuay(minor)).toBe(headOf(`3.${minor}`));
  });

  it('is the last known one for versions that are newer', () => {
    expect(headOfQuay(25)).toBe(headOfQuay(19));
  });
});

describe('otherRevisions', () => {
  it('holds every known revision but the expected one', () => {
    const others = otherRevisions(headOfQuay(17));
    expect(others).toEqual(expect.arrayContaining([headOfQuay(16), headOfQuay(18), '5b8dc452f5c3']));
    expect(others).not.toContain(headOfQuay(17));
  });
});
