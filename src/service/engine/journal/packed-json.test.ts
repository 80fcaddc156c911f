import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { TooLarge, entryOf, packJson, unpackJson } from './packed-json.ts';

describe('packed JSON', () => {
  it('is what it was', () => {
    const value = { text: 'ä'.repeat(1000), list: [1, null] };
    expect(unpackJson(packJson(value, 10_000), 10_000)).toEqual(value);
    expect(packJson(value, 10_000).length).toBeLessThan(200);
  });

  it('is bounded by its bytes, both ways alike', () => {
    // Two quotes, and two bytes for each letter.
    expect(unpackJson(packJson('ää', 6), 6)).toBe('ää');
    expect(() => packJson('ää', 5)).toThrow(TooLarge);
    expect(() => packJson('ää', 5)).toThrow(/6 bytes .* 5/);
    expect(() => unpackJson(packJson('ää', 6), 5)).toThrow();
  });

  it('is not unpacked beyond its bound, however small it is packed', () => {
    const bomb = gzipSync(`"${'0'.repeat(1_000_000)}"`);
    expect(bomb.length).toBeLessThan(2000);
    expect(() => unpackJson(bomb, 10_000)).toThrow();
  });
});

describe('an entry of a Secret', () => {
  const longest = Math.ceil((1024 * 1024 * 4) / 3);

  it('is decoded', () => {
    expect(entryOf({ key: 'aGVsbG8=' }, 'key').toString()).toBe('hello');
  });

  it.each([[undefined], [{}], [{ key: '' }], [{ other: 'aGVsbG8=' }]])('is missed in %j, by its name', (data) => {
    expect(() => entryOf(data, 'key')).toThrow(/data\[key\]/);
    expect(() => entryOf(data, 'key')).not.toThrow(TooLarge);
  });

  it('is looked at by its length first', () => {
    expect(entryOf({ key: 'A'.repeat(longest) }, 'key').length).toBeGreaterThan(1024 * 1024 - 10);
    expect(() => entryOf({ key: 'A'.repeat(longest + 1) }, 'key')).toThrow(TooLarge);
    expect(() => entryOf({ key: 'A'.repeat(longest + 1) }, 'key')).toThrow(`data[key] has ${longest + 1} characters`);
  });
});
