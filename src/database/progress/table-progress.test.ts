import { describe, expect, it } from 'vitest';
import { TableList } from './table-progress.ts';

const tables = Array.from({ length: 100 }, (_, n) => ({ name: `t${n}`, rows: 10 * n, bytes: 1000 * n }));

describe('TableList', () => {
  it('tells bytes of the source, though its stream is smaller or larger than the table', () => {
    const list = new TableList([
      { name: 'tag', rows: 100, bytes: 1000 },
      { name: 'label', rows: 10, bytes: 500 },
    ]);
    list.moved('tag', 250);
    expect(list.bytes).toEqual({ done: 250, total: 1500 });
    expect(list.list()[0]).toEqual({
      table: 'tag',
      rows: { done: 25, total: 100 },
      bytes: { done: 250, total: 1000 },
    });
    list.moved('label', 900);
    expect(list.bytes.done).toBe(750);
    list.finished('tag', 97);
    expect(list.bytes.done).toBe(1500);
    expect(list.list()[0]?.rows).toEqual({ done: 97, total: 97 });
  });

  it('lists 20 tables at most: those in work, however small, and the biggest', () => {
    const list = new TableList(tables);
    list.moved('t3', 10);
    const named = list.list().map(({ table }) => table);
    expect(named).toHaveLength(20);
    expect(named[0]).toBe('t99');
    expect(named.at(-1)).toBe('t3');
  });

  it('tells the rate and the time left of the last ten seconds', () => {
    const list = new TableList([{ name: 'tag', rows: 1, bytes: 100_000 }]);
    expect(list.rate(0)).toEqual({});
    list.moved('tag', 1000);
    expect(list.rate(1000)).toEqual({ bytesPerSecond: 1000, secondsLeft: 99 });
    list.moved('tag', 49_000);
    list.rate(11_000);
    list.moved('tag', 20_000);
    expect(list.rate(21_000)).toEqual({ bytesPerSecond: 2000, secondsLeft: 15 });
    list.finished('tag', 1);
    expect(list.rate(22_000)).toEqual({});
  });
});
