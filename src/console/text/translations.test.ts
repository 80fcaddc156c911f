import { glob, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import ts from 'typescript';
import { expect, test } from 'vitest';

const root = dirname(dirname(dirname(import.meta.dirname)));
const english = join(root, 'locales/en/plugin__quay-migration-plugin.json');
const written = JSON.parse(await readFile(english, 'utf8')) as Readonly<Record<string, string>>;

interface Call {
  readonly where: string;
  /** undefined: not written out, so nobody can find it. */
  readonly text: string | undefined;
  /** Has a `count` among its values: i18next looks for the plural forms. */
  readonly counts: boolean;
}

async function callsOfT(): Promise<Call[]> {
  const calls: Call[] = [];
  for await (const file of glob('src/console/**/*.{ts,tsx}', { cwd: root })) {
    if (file.includes('.test.')) continue;
    const source = ts.createSourceFile(file, await readFile(join(root, file), 'utf8'), ts.ScriptTarget.Latest, true);
    const visit = (node: ts.Node): void => {
      if (ts.isCallExpression(node) && ts.isIdentifier(node.expression) && node.expression.text === 't') {
        const [first, values] = node.arguments;
        const text = first !== undefined && ts.isStringLiteral(first) ? first.text : undefined;
        const where = `${file}:${source.getLineAndCharacterOfPosition(node.pos).line + 1}`;
        calls.push({ where, text, counts: values !== undefined && hasCount(values) });
      }
      ts.forEachChild(node, visit);
    };
    visit(source);
  }
  return calls;
}

function hasCount(values: ts.Expression): boolean {
  const names = ts.isObjectLiteralExpression(values) ? values.properties.map((one) => one.name?.getText()) : [];
  return names.includes('count');
}

const calls = await callsOfT();
const extensions = await readFile(join(root, 'console-extensions.json'), 'utf8');
const ofExtensions = [...extensions.matchAll(/%plugin__quay-migration-plugin~([^%]*)%/g)];
const counted = new Set(calls.flatMap(({ text, counts }) => (counts ? (text ?? []) : [])));
const used = new Set([...calls.flatMap(({ text }) => text ?? []), ...ofExtensions.map((match) => match[1] ?? '')]);

test('every text is written out where it is used', () => {
  expect(calls.length).toBeGreaterThan(100);
  expect(calls.filter(({ text }) => text === undefined).map(({ where }) => where)).toEqual([]);
});

test('no text holds what the console takes for a separator', () => {
  expect([...used].filter((text) => text.includes('~'))).toEqual([]);
});

test('a text with a count has a singular of its own, and no other has a count', () => {
  const singulars = [...counted].map((text) => [text, written[`${text}_one`]]);
  expect(singulars.filter(([text, one]) => one === undefined || one === text)).toEqual([]);
  expect([...used].filter((text) => text.includes('{{count}}') !== counted.has(text))).toEqual([]);
});

test('the English texts are exactly those that are used: `vitest run -u` writes them', async () => {
  const texts = Object.fromEntries(
    [...used].sort().flatMap((text) => {
      if (!counted.has(text)) return [[text, text]];
      // Only the singular is written by hand.
      const one = `${text}_one`;
      return [
        [one, written[one] ?? text],
        [`${text}_other`, text],
      ];
    }),
  );
  await expect(`${JSON.stringify(texts, null, 2)}\n`).toMatchFileSnapshot(english);
});
