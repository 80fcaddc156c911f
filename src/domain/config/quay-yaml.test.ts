import { describe, expect, test } from 'vitest';
import { configEntries, parseConfigDocument, serializeConfig, setConfigValue } from './config-document.ts';
import { Timestamp } from './quay-yaml.ts';

describe('a timestamp is a date', () => {
  test.each([
    ['2021-02-28', true],
    ['2020-02-29', true],
    ['2021-02-29', false],
    ['2021-02-31', false],
    ['2021-04-31', false],
    ['2021-13-01', false],
    ['2021-00-10', false],
    ['2021-01-00', false],
    ['0000-01-01', false],
    ['0001-01-01', true],
    ['2021-1-5 1:02:03', true],
    ['2021-12-31T23:59:59Z', true],
    ['2021-12-31T24:00:00Z', false],
    ['2021-12-31T23:60:00Z', false],
    ['2021-12-31T23:59:60Z', false],
    ['2021-12-31  10:00:00.5 +01:00', true],
  ])('%s: %s', (source, isDate) => {
    expect(new Timestamp(source).isDate()).toBe(isDate);
  });
});

/** config.yaml with the value set anew, as the new bundle will hold it. */
function written(text: string, changes: Readonly<Record<string, unknown>> = {}): string {
  const { document } = parseConfigDocument(text);
  if (document === undefined) throw new Error('the text is no YAML');
  for (const [key, value] of Object.entries(changes)) setConfigValue(document, key, value);
  return serializeConfig(document);
}

function read(text: string): Readonly<Record<string, unknown>> {
  const { document } = parseConfigDocument(text);
  if (document === undefined) throw new Error('the text is no YAML');
  return Object.fromEntries(configEntries(document));
}

describe('a number', () => {
  test.each([
    ['A: 1.50\n', 'A: 1.50\n'],
    ['A: -0.5\n', 'A: -0.5\n'],
    ['A: 10.0\n', 'A: 10.0\n'],
    ['A: 1.5e+3\n', 'A: 1500.0\n'],
    ['A: 1_000.5\n', 'A: 1000.5\n'],
    ['A: +.inf\n', 'A: .inf\n'],
    ['A: -.INF\n', 'A: -.inf\n'],
    ['A: .NaN\n', 'A: .nan\n'],
    ['A: 1.0e+21\n', 'A: 1.0e+21\n'],
  ])('%j is written as %j', (text, again) => {
    expect(written(text)).toBe(again);
    expect(read(again).A).toEqual(read(text).A);
  });

  test.each<[string, number | bigint]>([
    ['0b101', 5],
    ['0x1f', 31],
    ['-0x1F', -31],
    ['0777', 511],
    ['-0_17', -15],
    ['1:30', 90],
    ['1_000', 1000],
    ['-1:30.5', -90.5],
    ['+1.5', 1.5],
    ['.5', 0.5],
  ])('%s is read as %d', (text, value) => {
    expect(Number(read(`A: ${text}\n`).A)).toBe(Number(value));
  });

  test.each<[number, string]>([
    [1e21, 'A: 1.0e+21\n'],
    [0.1, 'A: 0.1\n'],
    [Infinity, 'A: .inf\n'],
    [-Infinity, 'A: -.inf\n'],
    [Number.NaN, 'A: .nan\n'],
  ])('that is set to %d is written as PyYAML reads it', (value, text) => {
    expect(written('B: 1\n', { A: value })).toBe(`B: 1\n${text}`);
  });
});

describe('a text', () => {
  test.each(['yes', 'Yes', 'YES', 'on', 'On', 'true', 'TRUE'])('%s is yes', (word) => {
    expect(read(`A: ${word}\n`).A).toBe(true);
  });

  test.each(['no', 'No', 'NO', 'off', 'OFF', 'false', 'False'])('%s is no', (word) => {
    expect(read(`A: ${word}\n`).A).toBe(false);
  });

  test.each(['\u0085a', 'a\u0085', '\u2028', 'a\ufeffb', '\u007f'])('with %j is escaped, and read again', (text) => {
    const file = written('B: 1\n', { A: text });
    expect(file).toMatch(/A: ".*\\u[0-9a-f]{4}.*"/);
    expect(read(file).A).toBe(text);
  });

  test.each(['yes', '0777', '1:30', '~', '<<', '2021-01-01', '.5', 'null', '', '=', 'y', '1e3'])(
    '%j is quoted, so that every reader takes it for a text',
    (text) => {
      const file = written('B: 1\n', { A: text });
      expect(file).toBe(`B: 1\nA: ${JSON.stringify(text)}\n`);
      expect(read(file).A).toBe(text);
    },
  );

  test('keeps its comment and its quotes', () => {
    const text = "A: 'x' # why\nB: plain # so\nC: |\n  a\n  b\n";
    expect(written(text)).toBe(text);
  });
});
