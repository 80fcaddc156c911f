import type { Document, Node } from 'yaml';
import { isAlias, isScalar, visit } from 'yaml';
import { isMergeKey } from './quay-yaml.ts';

/**
 * PyYAML and the operator take the last of two equal keys, the start-up validation refuses them, and a person may have
 * meant either.
 * @throws Error that names line and key.
 */
export function refuseDuplicateKeys(document: Document, text: string): void {
  visit(document, {
    Map: (_key, map) => {
      const seen = new Set<unknown>();
      for (const { key } of map.items) {
        if (!isScalar(key) || isMergeKey(key.value)) continue;
        if (seen.has(key.value)) throw new Error(`${lineOf(key, text)}: the key ${String(key.value)} is there twice`);
        seen.add(key.value);
      }
    },
  });
}

/** @throws Error that names line and alias, when one leads nowhere, to itself, or to more than can be meant. */
export function refuseAliases(document: Document, text: string): void {
  visit(document, {
    Alias: (_key, alias, path) => {
      const node = alias.resolve(document);
      const at = `${lineOf(alias, text)}: the alias *${alias.source}`;
      if (node === undefined || isAlias(node)) throw new Error(`${at} has no anchor before it`);
      if (path.includes(node)) throw new Error(`${at} stands in what it names`);
    },
  });
  // The package counts what aliases of aliases would grow to.
  document.toJS({ mapAsMap: true });
}

function lineOf({ range }: Node, text: string): string {
  return `line ${text.slice(0, range?.[0] ?? 0).split('\n').length}`;
}
