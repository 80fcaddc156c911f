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

describe('a document that is none', () => {
  test.each([
    ['A: 1\nB: [\n', /^line [23]: the indentation .* bracket or brace is not closed$/],
    ['A: 1\nB: "x\n', /^line [23]: a closing quote.* is missing$/],
    ['A:\n\t- b\n', /^line 2: a tab stands where only spaces may be$/],
    ['A: 1\n---\nB: 2\n', /^line 2: a second document starts$/],
    ['A: 1\nB: 2\nA: 3\n', /^line 3: a key is there twice$/],
    ['SERVER_HOSTNAME: 1\nB: 2\nSERVER_HOSTNAME: 1\n', /^line 3: the key SERVER_HOSTNAME is there twice$/],
    ['A:\n  host: 1\n  host: 2\n', /^line 3: the key host is there twice$/],
    ['A: 1\nB: *c\n', /^line 2: an alias .* has no anchor before it/],
    ['A: &a [*a]\n', /^line 1: an alias stands in what it names$/],
    ['<<: 3\n', /merge key << must name mappings/],
    ['- a\n', /^must be a YAML mapping, but is a list$/],
    ['hunter2', /^must be a YAML mapping, but is a single value$/],
    ['', /but is empty$/],
    ['# nothing but a comment\n', /but is empty$/],
    ['null\n', /but is empty$/],
  ])('%j', (text, problem) => {
    expect(parseConfigDocument(text)).toEqual({ problem: expect.stringMatching(problem) as string });
  });

  // The left-hand sides are what PyYAML 6.0's safe_load refuses, and other readers of YAML 1.1 take.
  test.each([
    ['A: 1\nB: !!python/unicode "x"\n', /^line 2: a tag .* is not known/],
    ['A: !!python/tuple [a, b]\n', /^line 1: a tag/],
    ['A: 1\nB: {c: !own x}\n', /^line 2: a tag/],
    ['A: !!int x\n', /^line 1: a tag .* does not fit its value/],
    ['A: !!bool maybe\n', /^line 1: a tag/],
    ['A: !!float x\n', /^line 1: a tag/],
    ['A: !!binary "*"\n', /^line 1: a tag/],
    [
      'A: 1\nB: {{ name }}\n',
      /^line 2: a mapping or a list stands where a key belongs; is a template not filled in\?$/,
    ],
    ['A: 1\n? [a]\n: 5\n', /^line 2: a mapping or a list/],
    ['A: =\n', /^line 1: a lone = has to be in quotes$/],
    ['A: [x, <<]\n', /^line 1: a lone << has to be in quotes$/],
    ['A: 1\nB: "a\u0001b"\n', /^line 2: a character stands there that cannot be printed/],
    ['A: a\u007fb\n', /^line 1: a character/],
    ['A: 1\nB: a\ufffdb\n', /^line 2: a character .* or is no UTF-8$/],
    ['A: 1\nB:\tx\n', /^line 2: a tab/],
    ['A: x\t\n', /^line 1: a tab/],
    ['A: x\ty\n', /^line 1: a tab/],
    ['A: |\t# c\n  x\n', /^line 1: a tab/],
    ['A: !!set x\n', /^line 1: a tag does not fit/],
    ['A: !!int {b: 1}\n', /^line 1: a tag/],
    ['A: 1\n: x\n', /^line 2: nothing stands before a colon$/],
    ['A: 2020-13-45\n', /^line 1: a date is none that there is$/],
    ['A: 2021-02-29\n', /^line 1: a date/],
    ['A: 2021-02-28 24:00:00\n', /^line 1: a date/],
  ])('%j, which Quay does not read', (text, problem) => {
    expect(parseConfigDocument(text)).toEqual({ problem: expect.stringMatching(problem) as string });
  });

  test.each(['A: "x\ty"\n', "A: 'x\ty'\n", 'A: |\n  x\ty\n', 'A: 1 #\tc\n', 'A: 2024-02-29\n', 'A: ~\n'])(
    'but %j it does',
    (text) => {
      expect(parseConfigDocument(text).problem).toBeUndefined();
    },
  );

  test.each([
    ['flow', `A: ${'['.repeat(201)}${']'.repeat(201)}\n`],
    ['flow', `A: ${'['.repeat(100_000)}\n`],
    ['blocks', Array.from({ length: 2_000 }, (_, level) => `${' '.repeat(level)}A:\n`).join('')],
  ])('nested too deeply: %s', (_, text) => {
    expect(parseConfigDocument(text).problem).toMatch(/nested too deeply/);
  });

  test('aliases of aliases that would fill the memory', () => {
    const levels = Array.from({ length: 9 }, (_, level) => {
      const inner = level === 0 ? 'x' : `*l${level - 1}`;
      return `L${level}: &l${level} [${Array.from({ length: 9 }, () => inner).join(', ')}]`;
    });
    expect(parseConfigDocument(levels.join('\n')).problem).toMatch(/alias/i);
  });

  test('a problem never holds text of the file', { timeout: 60_000 }, () => {
    const pieces = fc.constantFrom(...[': ', '\n', '\n  ', '\n\t', '- ', '*', '&', '|', '>', '!', '!!', '%', '"', "'"]);
    const more = fc.constantFrom(
      ...['{', '}', '[', ']', ', ', '? ', '@', '`', '<<: ', '#', '\\', '---\n', '...\n', '='],
    );
    const words = fc.constantFrom('CANARY', 'CANARY1', 'A', 'SERVER_HOSTNAME');
    fc.assert(
      fc.property(fc.array(fc.oneof(pieces, more, words), { maxLength: 14 }), (parts) => {
        expect(parseConfigDocument(parts.join('')).problem ?? '').not.toContain('CANARY');
      }),
      { numRuns: 3_000 },
    );
  });

  test('never throws, whatever it is given', { timeout: 60_000 }, () => {
    const soup = fc.string({
      unit: fc.constantFrom('a', ':', ' ', '\n', '&', '*', '<', '-', '"', '[', '{', '!', '|', '%'),
    });
    fc.assert(
      fc.property(soup, (text) => {
        const { document, problem } = parseConfigDocument(text);
        expect(document === undefined).toBe(problem !== undefined);
        if (document) expect(() => serializeConfig(document)).not.toThrow();
      }),
      { numRuns: 500 },
    );
  });
});

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

test('5 MB take seconds, not minutes', { timeout: 120_000 }, () => {
  const text = Array.from({ length: 45_000 }, (_, index) => `K${index}: ${'v'.repeat(100)}\n`).join('');
  expect(written(text)).toBe(text);
});
