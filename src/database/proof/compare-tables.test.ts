import { describe, expect, it } from 'vitest';
import { assertSameRows, isEqual, streamOf } from './compare-tables.ts';
import type { RowStream } from '../rows/stream-digest.ts';

const table = { schema: 'public', name: 'tag', columns: [], portable: true, rows: 10, bytes: 100 };

function range(source: RowStream, target: RowStream) {
  return { condition: 'true', part: '(select 1)', source, target };
}

const some = { rows: 3, digest: 'aa' };

describe('isEqual', () => {
  it('wants the same rows and the same digest', () => {
    expect(isEqual(range(some, some))).toBe(true);
    expect(isEqual(range(some, { ...some, rows: 4 }))).toBe(false);
    expect(isEqual(range(some, { ...some, digest: 'ab' }))).toBe(false);
  });
});

describe('streamOf', () => {
  it('is the same for two sides that agree in every range, and for no others', () => {
    const other = { rows: 2, digest: 'bb' };
    const ranges = [range(some, some), range(other, other)];
    expect(streamOf(ranges, 'source')).toEqual(streamOf(ranges, 'target'));
    expect(streamOf(ranges, 'source').rows).toBe(5);
    const exchanged = [range(some, other), range(other, some)];
    expect(streamOf(exchanged, 'source').rows).toBe(streamOf(exchanged, 'target').rows);
    expect(streamOf(exchanged, 'source').digest).not.toBe(streamOf(exchanged, 'target').digest);
  });
});

describe('assertSameRows', () => {
  it('takes a range that had as many rows when it was read again', () => {
    expect(() => {
      assertSameRows(table, range(some, { ...some, rows: 2 }), { source: 3, target: 2 });
    }).not.toThrow();
  });

  it.each([
    { source: 2, target: 3 },
    { source: 3, target: 4 },
  ])('refuses one that had %j, and names the table', (again) => {
    expect(() => {
      assertSameRows(table, range(some, some), again);
    }).toThrow('table tag could not be compared: a key range first had 3 and 3 rows, then');
  });
});
