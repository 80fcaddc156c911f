import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { legacyTables, quay32, quay33 } from './legacy-tables.ts';
import { rowCounts } from './row-counts.ts';

const names = (head: typeof quay32): readonly string[] => legacyTables(head).map(({ name }) => name);

describe('row counts', () => {
  test('add up, whatever is asked for, with logentry3 above all others', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1000, max: 5_000_000 }), fc.constantFrom(quay32, quay33), (rows, head) => {
        const counts = rowCounts(rows, 190, names(head));
        expect(Object.values(counts).reduce((sum, count) => sum + count, 0) + 190).toBe(rows);
        expect(Object.values(counts).every((count) => Number.isInteger(count) && count >= 3)).toBe(true);
        expect(Math.max(...Object.values(counts))).toBe(counts.logentry3);
      }),
    );
  });

  test('have a robot for each row that describes one, in large databases too', () => {
    for (const rows of [1000, 3_333_333, 6_666_667, 13_333_333]) {
      const { user = 0, robotaccountmetadata = 0 } = rowCounts(rows, 190, names(quay33));
      expect(5 * robotaccountmetadata).toBeLessThanOrEqual(user);
    }
  });

  test('name only tables that the head has', () => {
    expect(rowCounts(1000, 190, names(quay33))).toHaveProperty('manifestsecuritystatus');
    expect(rowCounts(1000, 190, names(quay32))).not.toHaveProperty('manifestsecuritystatus');
  });

  test('leave tables empty', () => {
    const counts = rowCounts(100_000, 190, names(quay33));
    expect(names(quay33).filter((name) => counts[name] === undefined && !/kind$|type$|role$/.test(name))).toEqual(
      expect.arrayContaining(['quayrelease', 'userregion', 'deletedrepository']),
    );
  });

  test('cannot be fewer than one for each table', () => {
    expect(() => rowCounts(799, 190, names(quay33))).toThrow('at least 800');
  });
});
