import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseConfigDocument, serializeConfig } from './config-document.ts';

describe('a document that is none', () => {
  test.each([
    ['A: 1\nB: [\n', /^line [23]: the indentation .* bracket or brace is not closed$/],
    ['A: 1\nB: "x\n', /^line [23]: a closing quote.* is missing$/],
    ['A:\n\t- b\n', /^line 2: a tab is used where only spaces are allowed$/],
    ['A: 1\n---\nB: 2\n', /^line 2: a second document starts$/],
    ['A: 1\nB: 2\nA: 3\n', /^line 3: a key occurs twice$/],
    ['SERVER_HOSTNAME: 1\nB: 2\nSERVER_HOSTNAME: 1\n', /^line 3: the key SERVER_HOSTNAME occurs twice$/],
    ['A:\n  host: 1\n  host: 2\n', /^line 3: the key host occurs twice$/],
    ['A: 1\nB: *c\n', /^line 2: an alias .* has no anchor before it/],
    ['A: &a [*a]\n', /^line 1: an alias is inside the value that it names$/],
    ['<<: 3\n', /merge key << must name mappings/],
    ['- a\n', /^it must be a YAML mapping, but is a list$/],
    ['hunter2', /^it must be a YAML mapping, but is a single value$/],
    ['', /but is empty$/],
    ['# nothing but a comment\n', /but is empty$/],
    ['null\n', /but is empty$/],
  ])('%j', (text, problem) => {
    expect(parseConfigDocument(text)).toEqual({ problem: expect.stringMatching(problem) as string });
  });

  // The left-hand sides are what PyYAML 6.0's safe_load refuses, and other readers of YAML 1.1 take.
  test.each([
    ['A: 1\nB: !!python/unicode "x"\n', /^line 2: a tag .* is unknown/],
    ['A: !!python/tuple [a, b]\n', /^line 1: a tag/],
    ['A: 1\nB: {c: !own x}\n', /^line 2: a tag/],
    ['A: !!int x\n', /^line 1: a tag .* does not match its value/],
    ['A: !!bool maybe\n', /^line 1: a tag/],
    ['A: !!float x\n', /^line 1: a tag/],
    ['A: !!binary "*"\n', /^line 1: a tag/],
    ['A: 1\nB: {{ name }}\n', /^line 2: a mapping or a list is used as a key: a template may not be filled in$/],
    ['A: 1\n? [a]\n: 5\n', /^line 2: a mapping or a list/],
    ['A: =\n', /^line 1: a lone = must be in quotes$/],
    ['A: [x, <<]\n', /^line 1: a lone << must be in quotes$/],
    ['A: 1\nB: "a\u0001b"\n', /^line 2: a character is not printable/],
    ['A: a\u007fb\n', /^line 1: a character/],
    ['A: 1\nB: a\ufffdb\n', /^line 2: a character .* or not valid UTF-8$/],
    ['A: 1\nB:\tx\n', /^line 2: a tab/],
    ['A: x\t\n', /^line 1: a tab/],
    ['A: x\ty\n', /^line 1: a tab/],
    ['A: |\t# c\n  x\n', /^line 1: a tab/],
    ['A: !!set x\n', /^line 1: a tag does not match/],
    ['A: !!int {b: 1}\n', /^line 1: a tag/],
    ['A: 1\n: x\n', /^line 2: no key is before a colon$/],
    ['A: 2020-13-45\n', /^line 1: a date does not exist$/],
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
