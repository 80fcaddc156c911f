import { readFileSync, readdirSync } from 'node:fs';
import ts from 'typescript';
import { expect, test } from 'vitest';

const folder = new URL('.', import.meta.url);

/** A message that begins with one of these has no subject. */
const verbs =
  /^(?:is|are|was|were|has|have|does|must|would|could|cannot|exists|expires|expired|asks|carries|claims|contains|keeps|lacks|leads|leaves|lets|mounts|names|runs|says|selects|speaks|stays|with)\b/;

interface Written {
  readonly file: string;
  readonly name: 'message' | 'remedy';
  readonly value: ts.Expression;
}

/** Every `message` and `remedy` that the rules write out: properties, and constants that become properties. */
function written(): readonly Written[] {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  return files
    .filter((path) => path.endsWith('.ts') && !path.endsWith('.test.ts'))
    .flatMap((file) => {
      const found: Written[] = [];
      const source = ts.createSourceFile(
        file,
        readFileSync(new URL(file, folder), 'utf8'),
        ts.ScriptTarget.Latest,
        true,
      );
      const visit = (node: ts.Node): void => {
        if ((ts.isPropertyAssignment(node) || ts.isVariableDeclaration(node)) && node.initializer) {
          const name = node.name.getText();
          if (name === 'message' || name === 'remedy') found.push({ file, name, value: node.initializer });
        }
        ts.forEachChild(node, visit);
      };
      visit(source);
      return found;
    });
}

/** The literal texts at an end of an expression; none where a value of another place begins or ends it. */
function edges(node: ts.Expression, edge: 'first' | 'last'): readonly string[] {
  if (ts.isStringLiteralLike(node)) return [node.text];
  if (ts.isParenthesizedExpression(node)) return edges(node.expression, edge);
  if (ts.isConditionalExpression(node)) return [...edges(node.whenTrue, edge), ...edges(node.whenFalse, edge)];
  if (ts.isBinaryExpression(node)) return edges(edge === 'first' ? node.left : node.right, edge);
  if (!ts.isTemplateExpression(node)) return [];
  const text = edge === 'first' ? node.head.text : (node.templateSpans.at(-1)?.literal.text ?? '');
  return text === '' ? [] : [text];
}

function textsAt(name: Written['name'], edge: 'first' | 'last'): readonly string[] {
  return written()
    .filter((one) => one.name === name)
    .flatMap(({ file, value }) => edges(value, edge).map((text) => `${file}: ${text}`));
}

const textOf = (line: string): string => line.replace(/^\S+: /, '');

test('a message states its subject, and begins with a capital letter or with the name of a field or program', () => {
  const openings = textsAt('message', 'first');
  expect(openings.length).toBeGreaterThan(60);
  const wrong = openings.filter((line) => verbs.test(textOf(line)) || !/^(?:[A-Z"]|\S*[-._]\S*)/.test(textOf(line)));
  expect(wrong).toEqual([]);
});

test('a message has no full stop at its end: whoever shows it adds one', () => {
  expect(textsAt('message', 'last').filter((line) => line.endsWith('.'))).toEqual([]);
});

test('a remedy is whole sentences, with a capital letter and a full stop', () => {
  const endings = textsAt('remedy', 'last');
  expect(endings.length).toBeGreaterThan(60);
  expect(endings.filter((line) => !line.endsWith('.'))).toEqual([]);
  expect(textsAt('remedy', 'first').filter((line) => !/^[A-Z]/.test(textOf(line)))).toEqual([]);
});
