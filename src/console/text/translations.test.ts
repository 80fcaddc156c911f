import { glob, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import ts from 'typescript';
import { expect, test } from 'vitest';
import { consoleExtensions } from '../../../console-extensions.ts';

const root = dirname(dirname(dirname(import.meta.dirname)));
const english = join(root, 'locales/en/plugin__quay-migration-plugin.json');

interface Call {
  readonly where: string;
  /** undefined: not written out, so nobody can find it. */
  readonly text: string | undefined;
}

async function callsOfT(): Promise<Call[]> {
  const calls: Call[] = [];
  for await (const file of glob('src/console/**/*.{ts,tsx}', { cwd: root })) {
    if (file.includes('.test.')) continue;
    const source = ts.createSourceFile(file, await readFile(join(root, file), 'utf8'), ts.ScriptTarget.Latest, true);
    const visit = (node: ts.Node): void => {
      if (ts.isCallExpression(node) && ts.isIdentifier(node.expression) && node.expression.text === 't') {
        const [first] = node.arguments;
        const text = first !== undefined && ts.isStringLiteral(first) ? first.text : undefined;
        calls.push({ where: `${file}:${source.getLineAndCharacterOfPosition(node.pos).line + 1}`, text });
      }
      ts.forEachChild(node, visit);
    };
    visit(source);
  }
  return calls;
}

const calls = await callsOfT();
const ofExtensions = [...JSON.stringify(consoleExtensions).matchAll(/%plugin__quay-migration-plugin~([^%]*)%/g)];
const used = [...new Set([...calls.flatMap(({ text }) => text ?? []), ...ofExtensions.map((match) => match[1] ?? '')])];

test('every text is written out where it is used', () => {
  expect(calls.length).toBeGreaterThan(100);
  expect(calls.filter(({ text }) => text === undefined).map(({ where }) => where)).toEqual([]);
});

test('no text holds what the console takes for a separator', () => {
  expect(used.filter((text) => text.includes('~'))).toEqual([]);
});

test('the English texts are exactly those that are used: `vitest run -u` writes them', async () => {
  const texts = Object.fromEntries(used.sort().map((text) => [text, text]));
  await expect(`${JSON.stringify(texts, null, 2)}\n`).toMatchFileSnapshot(english);
});
