import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { paragraph, printable, table, wrap } from './text-layout.ts';

describe('printable', () => {
  test.each([
    ['plain', 'plain'],
    ['  two\n lines\t', 'two lines'],
    ['\u001b[31mred\u001b[0m', '[31mred [0m'],
    ['\u001b]0;title\u0007x', ']0;title x'],
    ['right\u202eleft', 'right left'],
  ])('%j becomes %j', (text, expected) => {
    expect(printable(text)).toBe(expected);
  });
});

describe('wrap', () => {
  test.each([
    ['', 10, ['']],
    ['one two three', 7, ['one two', 'three']],
    ['a verylongwordthatstayswhole b', 6, ['a', 'verylongwordthatstayswhole', 'b']],
  ])('%j at %d', (text, width, lines) => {
    expect(wrap(text, width)).toEqual(lines);
  });

  test('loses no word, and breaks nothing that fits', () => {
    fc.assert(
      fc.property(fc.array(fc.stringMatching(/^[a-z]{1,12}$/)), fc.integer({ min: 5, max: 40 }), (words, width) => {
        const lines = wrap(words.join(' '), width);
        expect(lines.join(' ')).toBe(words.join(' '));
        for (const line of lines) expect(line.length <= width || !line.includes(' ')).toBe(true);
      }),
    );
  });
});

test('a paragraph is indented as a whole', () => {
  expect(paragraph('aaaa bbbb cccc dddd eeee', 4, 24)).toEqual(['    aaaa bbbb cccc dddd', '    eeee']);
});

describe('table', () => {
  const rows = [
    [{ text: 'quay' }, { text: 'managed' }, { text: 'the operator always runs it' }],
    [{ text: 'objectstorage' }, { text: 'no' }, { text: 'it stays where it is' }],
  ];

  test('aligns its columns and wraps the last one under itself', () => {
    expect(table(rows, 2, 50)).toEqual([
      '  quay           managed  the operator always runs',
      '                          it',
      '  objectstorage  no       it stays where it is',
    ]);
  });

  test('puts the last column below where there is no room beside', () => {
    expect(table(rows, 2, 40)).toEqual([
      '  quay           managed',
      '      the operator always runs it',
      '  objectstorage  no',
      '      it stays where it is',
    ]);
  });

  test('colours change nothing but colours', () => {
    const style = (text: string) => `<${text}>`;
    const styled = table(
      [
        [
          { text: 'quay', style },
          { text: 'why', style },
        ],
      ],
      0,
      40,
    );
    expect(styled).toEqual(['<quay>  <why>']);
  });

  test('is nothing without rows', () => {
    expect(table([], 2, 80)).toEqual([]);
  });
});
