import fc from 'fast-check';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { ecosystemPath, ecosystemReference, migrationPath } from './ecosystem-link.ts';

test('links lead to the generic page, which every console has', () => {
  const ecosystem = { namespace: 'quay', name: 'registry' };
  const page = '/k8s/ns/quay/redhatcop.redhat.io~v1alpha1~QuayEcosystem/registry';
  expect(migrationPath(ecosystem)).toBe(`${page}/quayregistry-migration`);
  expect(ecosystemPath(ecosystem, 'yaml')).toBe(`${page}/yaml`);
});

interface Extension {
  readonly type: string;
  readonly properties: { readonly model: object; readonly page?: { readonly href: string } };
}

test('the link leads to the tab that is registered, of the kind that is registered', async () => {
  const root = dirname(dirname(dirname(import.meta.dirname)));
  const extensions = JSON.parse(await readFile(join(root, 'console-extensions.json'), 'utf8')) as readonly Extension[];
  const tab = extensions.find(({ type }) => type === 'console.tab/horizontalNav')?.properties;
  expect(migrationPath({ namespace: 'a', name: 'b' }).split('/').at(-1)).toBe(tab?.page?.href);
  const { group, version, kind } = tab?.model as Record<'group' | 'version' | 'kind', string>;
  expect(ecosystemReference).toBe(`${group}~${version}~${kind}`);
});

test('a name stays one part of the path, whatever it holds', () => {
  fc.assert(
    fc.property(fc.string({ minLength: 1 }), (name) => {
      const parts = migrationPath({ namespace: 'quay', name }).split('/');
      expect(parts).toHaveLength(7);
      expect(decodeURIComponent(parts[5] ?? '')).toBe(name);
    }),
  );
});
