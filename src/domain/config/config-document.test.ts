import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  configKeys,
  configString,
  configValue,
  copyDocument,
  parseConfigDocument,
  removeConfigKey,
  serializeConfig,
  setConfigValue,
} from './config-document.ts';

function parsed(text: string): NonNullable<ReturnType<typeof parseConfigDocument>['document']> {
  const { document, problem } = parseConfigDocument(text);
  if (document === undefined) throw new Error(problem);
  return document;
}

const written = (text: string): string => serializeConfig(parsed(text));

const someKey = '7'.repeat(77);

// The right-hand sides are what PyYAML 6.0 reads.
describe('reads what Quay reads', () => {
  test.each<[string, unknown]>([
    ['yes', true],
    ['Off', false],
    ['y', 'y'],
    ['N', 'N'],
    ['0777', 511n],
    ['0789', '0789'],
    ['0o17', '0o17'],
    ['0x1F', 31n],
    ['0b11', 3n],
    ['-0777', -511n],
    ['12:30:45', 45045n],
    ['12:30:45.5', 45045.5],
    ['1_000', 1000n],
    ['+12', 12n],
    ['1e3', '1e3'],
    ['1.5e3', '1.5e3'],
    ['1.5e+3', 1500],
    ['.5', 0.5],
    ['-.5', '-.5'],
    ['-.inf', -Infinity],
    [someKey, BigInt(someKey)],
    ['~', null],
    ['', null],
    ['2w', '2w'],
    ['"yes"', 'yes'],
    ["'0777'", '0777'],
    ['!!str 12', '12'],
    ['2026-1-1', '2026-1-1'],
    ['|\n  two\n  lines', 'two\nlines\n'],
  ])('%s', (text, value) => {
    expect(configValue(parsed(`A: ${text}\n`), 'A')).toEqual(value);
  });

  test('a byte order mark, Windows line ends and a line of 30,000 characters', () => {
    const long = 'word '.repeat(6_000).trim();
    const document = parsed(`\ufeffA: ${long}\r\nB: 1\r\n`);
    expect(configValue(document, 'A')).toBe(long);
    expect(configKeys(parsed(serializeConfig(document)))).toEqual(['A', 'B']);
    expect(configValue(parsed(serializeConfig(document)), 'A')).toBe(long);
  });

  test('a list, a mapping, an alias and a merged mapping as plain data', () => {
    const document = parsed('A: &a {host: x, port: 6379}\nB: *a\nC: [on, 1]\nD:\n  <<: *a\n  port: 1\n');
    expect(configValue(document, 'B')).toEqual({ host: 'x', port: 6379n });
    expect(configValue(document, 'C')).toEqual([true, 1n]);
    expect(configValue(document, 'D')).toEqual({ host: 'x', port: 1n });
  });

  test('merged settings stand at the top level like any other, the nearer ones first', () => {
    const document = parsed('base: &b {A: 1, B: 2}\n<<: *b\nB: 3\n');
    expect(configKeys(document)).toEqual(['base', 'B', 'A']);
    expect(configValue(document, 'B')).toBe(3n);
  });

  test('a key that is missing, and one that is no string', () => {
    const document = parsed('A: 1\n');
    expect(configValue(document, 'B')).toBeUndefined();
    expect(configString(document, 'A')).toBeUndefined();
    expect(configString(parsed('A: x\n'), 'A')).toBe('x');
  });

  test('only strings are names of settings', () => {
    expect(configKeys(parsed('A: 1\non: 2\n3: 4\n'))).toEqual(['A']);
  });
});

describe('writes what every reader reads alike', () => {
  test.each([
    ['A: yes', 'A: true'],
    ['A: 0777', 'A: 511'],
    ['A: 12:30:45', 'A: 45045'],
    ['A: 1_000', 'A: 1000'],
    ['A: 1.10', 'A: 1.10'],
    ['A: 1.5e+3', 'A: 1500.0'],
    ['A: y', 'A: "y"'],
    ['A: 1e3', 'A: "1e3"'],
    ['A: 0o17', 'A: "0o17"'],
    ['A: "0777"', 'A: "0777"'],
    ["A: 'no'", "A: 'no'"],
    ['A: !!set {a, b}', 'A: !!set { a, b }'],
    ['A: !!binary aGVsbG8=', 'A: !!binary aGVsbG8='],
    ['A: !!omap [a: 1]', 'A: !!omap [ { a: 1 } ]'],
    ['A: 2026-11-24', 'A: 2026-11-24'],
    ['A: -_7', 'A: "-_7"'],
    ['A: 2w', 'A: 2w'],
    [`A: ${someKey}`, `A: ${someKey}`],
    ['A: ~', 'A: null'],
    ['A: *', undefined],
    ['"<<": 1', '"<<": 1'],
  ])('%s', (source, target) => {
    const { document } = parseConfigDocument(source);
    expect(document && serializeConfig(document)).toBe(target && `${target}\n`);
  });

  test.each([
    ...['yes', 'y', 'N', '0777', '12:30:45', '1_000', '1e3', '2026-11-24', '~', '=', '<<', 'null', '0o17', '.5', ''],
    ...[someKey, '0x1F', '+1', '.inf', 'TRUE', ' a ', 'a\tb', '  \n', 'a: b', 'a #b', '# a', '- a', '*a', '"', "'"],
  ])('the string %j is quoted', (text) => {
    const document = parsed('A: 1\n');
    setConfigValue(document, 'A', [text]);
    setConfigValue(document, 'B', text);
    document.set('C', text);
    const output = serializeConfig(document);
    expect(output).toMatch(/^A:\n {2}- ["']/);
    expect(output).toMatch(/^B: "/m);
    expect(output).toMatch(/^C: ["']/m);
  });

  test('line ends that only YAML 1.1 knows, and what PyYAML refuses, are escaped', () => {
    const document = parsed('A: 1\n');
    setConfigValue(document, 'A', 'a\u0085b\u2028c\ufeffd\u007fe');
    expect(serializeConfig(document)).toBe(
      'A: "a\\Nb\\Lc\\ufeffd\\u007fe"\n'.replace('\\N', '\\u0085').replace('\\L', '\\u2028'),
    );
  });

  test('comments, order and style of what is not touched', () => {
    const text = '# of the registry\nB: one # why\n\n# lists\nA:\n  - x\n  - {a: b}\nC: |\n  two\n  lines\n';
    expect(written(text)).toBe(text.replace('{a: b}', '{ a: b }'));
  });

  test('is stable: written twice it is the same', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string({ minLength: 1 }), fc.jsonValue()), (values) => {
        const document = parsed('A: 1\n');
        for (const [key, value] of Object.entries(values)) setConfigValue(document, key, value);
        const once = serializeConfig(document);
        expect(written(once)).toBe(once);
      }),
    );
  });

  test('any string comes back as it was, as value, in a list, as key', { timeout: 60_000 }, () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (raw) => {
        const text = raw.toWellFormed();
        const document = parsed('A: 1\n');
        setConfigValue(document, 'A', text);
        setConfigValue(document, 'B', { [text]: [text] });
        const again = parsed(serializeConfig(document));
        expect(configValue(again, 'A')).toBe(text);
        expect(configValue(again, 'B')).toEqual({ [text]: [text] });
      }),
      { numRuns: 500 },
    );
  });
});

describe.each(['SECRET_KEY', 'DATABASE_SECRET_KEY'])('%s', (key) => {
  const kept = (source: string): string | undefined => configString(parsed(written(`${key}: ${source}\n`)), key);

  test.each([
    [someKey, someKey],
    [`"${someKey}"`, someKey],
    [`'${someKey}'`, someKey],
    [`!!str ${someKey}`, someKey],
    [`!!int "${someKey}"`, someKey],
    ['0b9a2b4e-6a1f-4a0e-9d3f-5f0d8f3d7c11', '0b9a2b4e-6a1f-4a0e-9d3f-5f0d8f3d7c11'],
    ['0789', '0789'],
    // PyYAML reads 511, and Quay derives the key from that; the string "0777" would be the key 777.
    ['0777', '511'],
    ['1_000', '1000'],
    ['1.5', '1.5'],
    ['yes', 'yes'],
    // Quay takes the number, whose text it is from then on.
    ['0x1F', '31'],
    [`'p@$$: #w0rd''s "x" \\\\ %'`, `p@$$: #w0rd's "x" \\\\ %`],
    ['|\n  two\n  lines', 'two\nlines\n'],
  ])('%s', (source, text) => {
    expect(kept(source)).toBe(text);
    expect(written(`${key}: ${source}\n`)).toMatch(new RegExp(`^${key}: "`));
  });

  test('survives to the byte, whatever the string', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', minLength: 1 }), (raw) => {
        const text = raw.toWellFormed();
        const document = parsed('A: 1\n');
        setConfigValue(document, key, text);
        expect(kept(serializeConfig(document).replace(/^A: 1\n.*?: /s, ''))).toBe(text);
      }),
    );
  });

  test('survives to the digit, quoted or not', () => {
    const digits = fc.string({ unit: fc.nat({ max: 9 }).map(String), minLength: 1, maxLength: 90 });
    const number = digits.map((text) => text.replace(/^0+(?=.)/, ''));
    fc.assert(
      fc.property(number, fc.constantFrom('', '"', "'"), (text, quote) => {
        expect(kept(quote + text + quote)).toBe(text);
      }),
    );
    fc.assert(
      fc.property(digits, fc.constantFrom('"', "'"), (text, quote) => {
        expect(kept(quote + text + quote)).toBe(text);
      }),
    );
  });

  test('named by an alias or merged in', () => {
    expect(written(`A: &a ${someKey}\n${key}: *a\n`)).toBe(`A: ${someKey}\n${key}: "${someKey}"\n`);
    expect(written(`<<: {${key}: ${someKey}}\n`)).toBe(`${key}: "${someKey}"\n`);
  });

  test('null is no key', () => {
    expect(configValue(parsed(`${key}:\n`), key)).toBeNull();
  });
});

test('a setting that shares its mapping by an anchor can go without the other', () => {
  const document = parsed('BUILDLOGS_REDIS: &id001 {host: a}\nUSER_EVENTS_REDIS: *id001\n');
  document.delete('BUILDLOGS_REDIS');
  expect(serializeConfig(document)).toBe('USER_EVENTS_REDIS: { host: a }\n');
});

test.each([
  ['# head\n\n# of A\nA: 1\n# of B\nB: 2\n', '# head\n\n# of B\nB: 2\n'],
  ['# head\n# more\n\nA: 1\nB: 2\n', '# head\n# more\n\nB: 2\n'],
  ['# of A\nA: 1\nB: 2\n', 'B: 2\n'],
  ['B: 2\n# of A\nA: 1 # too\n', 'B: 2\n'],
  ['B: 2\n', 'B: 2\n'],
])('a key goes with its comment, and the heading stays: %j', (text, rest) => {
  const document = parsed(text);
  removeConfigKey(document, 'A');
  expect(serializeConfig(document)).toBe(rest);
});

test('a copy leaves the original alone', () => {
  const document = parsed('A: 1\n');
  setConfigValue(copyDocument(document), 'A', 2);
  expect(configValue(document, 'A')).toBe(1n);
});
