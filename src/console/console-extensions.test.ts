import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import ts from 'typescript';
import { expect, test } from 'vitest';
import { exposedModules, translationNamespace } from '../../plugin-metadata.ts';

const root = dirname(dirname(import.meta.dirname));
const extensions = await readFile(join(root, 'console-extensions.json'), 'utf8');
const codeRefs = [...extensions.matchAll(/"\$codeRef": "([^"]*)"/g)].map((match) => match[1] ?? '');

/** What a module exports, by the declarations in it: the SDK, which it imports, runs only inside a console. */
async function exportsOf(path: string): Promise<readonly string[]> {
  const source = ts.createSourceFile(path, await readFile(join(root, path), 'utf8'), ts.ScriptTarget.Latest, true);
  return source.statements.flatMap((statement) => {
    const modifiers = ts.canHaveModifiers(statement) ? (ts.getModifiers(statement) ?? []) : [];
    if (!modifiers.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword)) return [];
    if (ts.isVariableStatement(statement))
      return statement.declarationList.declarations.map(({ name }) => name.getText());
    return ts.isFunctionDeclaration(statement) ? [statement.name?.text ?? 'default'] : [];
  });
}

test.each(codeRefs)('%s is the export of a module that is exposed', async (codeRef) => {
  const [module = '', name] = codeRef.split('.');
  const path = Object.entries(exposedModules).find(([exposed]) => exposed === module)?.[1];
  expect(path).toBeDefined();
  expect(await exportsOf(path ?? '')).toContain(name);
});

test('each exposed module is referred to: the build fails on another', () => {
  const referred = codeRefs.map((codeRef) => codeRef.split('.')[0]);
  expect([...new Set(referred)].sort()).toEqual(Object.keys(exposedModules).sort());
});

test('each text is one of this plugin’s, and is there in English', async () => {
  const locale = join(root, `locales/en/${translationNamespace}.json`);
  const english = JSON.parse(await readFile(locale, 'utf8')) as Readonly<Record<string, string>>;
  const texts = [...extensions.matchAll(/"%([^%]*)%"/g)].map((match) => match[1] ?? '');
  expect(texts.length).toBeGreaterThan(2);
  const prefix = `${translationNamespace}~`;
  expect(texts.filter((text) => !text.startsWith(prefix) || !(text.slice(prefix.length) in english))).toEqual([]);
});
