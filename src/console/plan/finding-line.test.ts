import { glob, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import ts from 'typescript';
import { describe, expect, test } from 'vitest';
import { findingLine, goingOn } from './finding-line.ts';

const root = dirname(dirname(dirname(import.meta.dirname)));

describe('what a finding says', () => {
  const config = 'Secret quay/config';
  const ecosystem = 'QuayEcosystem quay/prod';
  test.each([
    [
      config,
      'data[config.yaml]: DISTRIBUTED_STORAGE_CONFIG.default',
      'is LocalStorage, a directory',
      'DISTRIBUTED_STORAGE_CONFIG.default of config.yaml is LocalStorage, a directory.',
    ],
    [config, 'data[ssl.cert]', 'expired on 2026-01-01: nobody', 'ssl.cert expired on 2026-01-01: nobody.'],
    [config, 'metadata.name', 'does not exist; without it', 'Secret quay/config does not exist; without it.'],
    [ecosystem, 'spec.quay.migrationPhase', 'is "x"', 'spec.quay.migrationPhase is "x".'],
    [ecosystem, '', 'is being deleted', 'QuayEcosystem quay/prod is being deleted.'],
    [ecosystem, 'metadata.deletionTimestamp', 'is being deleted', 'QuayEcosystem quay/prod is being deleted.'],
    [ecosystem, 'metadata.annotations[argocd]', 'is managed by it', 'QuayEcosystem quay/prod is managed by it.'],
    [
      ecosystem,
      'metadata.annotations[quay-migration/database]',
      'must be copy, but is "x"',
      'The annotation quay-migration/database must be copy, but is "x".',
    ],
    ['ConfigMap quay/ca', 'metadata.annotations', 'is empty', 'metadata.annotations is empty.'],
    ['Deployment quay/db', 'spec.volumes', 'the database is ephemeral: lost', 'The database is ephemeral: lost.'],
    [ecosystem, 'spec.clair', 'Clair v2 is replaced by Clair v4. It is', 'Clair v2 is replaced by Clair v4. It is.'],
    [ecosystem, 'metadata.name', '"1x" cannot begin the name of a Service', '"1x" cannot begin the name of a Service.'],
  ])('%s, %s: %s', (object, field, message, line) => {
    expect(findingLine({ object, field, message })).toBe(line);
  });
});

/** How the messages of the findings begin, as far as that is written out. */
async function openings(): Promise<readonly string[]> {
  const found: string[] = [];
  for await (const file of glob('src/domain/preflight/**/*.ts', { cwd: root })) {
    if (file.includes('.test.')) continue;
    const source = ts.createSourceFile(file, await readFile(join(root, file), 'utf8'), ts.ScriptTarget.Latest, true);
    const visit = (node: ts.Node): void => {
      if (ts.isPropertyAssignment(node) && node.name.getText() === 'message') found.push(...begins(node.initializer));
      ts.forEachChild(node, visit);
    };
    visit(source);
  }
  return found;
}

function begins(node: ts.Expression): readonly string[] {
  if (ts.isStringLiteralLike(node)) return [node.text];
  if (ts.isTemplateExpression(node)) return node.head.text === '' ? [] : [node.head.text];
  if (ts.isConditionalExpression(node)) return [...begins(node.whenTrue), ...begins(node.whenFalse)];
  return ts.isBinaryExpression(node) ? begins(node.left) : [];
}

test('each message of a finding goes on from its subject, or is a sentence of its own', async () => {
  const all = await openings();
  expect(all.length).toBeGreaterThan(50);
  const ownSentence = /^(the |there |Clair |")/;
  const other = all.filter((text) => !goingOn.has(text.split(/[\s,;:]/, 1)[0] ?? '') && !ownSentence.test(text));
  expect(other).toEqual([]);
});
