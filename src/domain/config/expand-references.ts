import type { Document, Node, YAMLMap } from 'yaml';
import { isAlias, isMap, isScalar, isSeq, visit } from 'yaml';
import { isMergeKey } from './quay-yaml.ts';

/**
 * Puts a copy in the place of each alias and merge key, which is the same to every reader: PyYAML writes `&id001` and
 * `*id001` where two settings share a mapping, and whoever takes the one out must not take the other along. Expects
 * aliases that `refuseAliases` has passed.
 */
export function expandReferences(document: Document): void {
  visit(document, { Alias: (_key, alias) => alias.resolve(document)?.clone() as Node | undefined });
  visit(document, {
    Node: (_key, node) => {
      if (!isAlias(node)) delete node.anchor;
    },
  });
  visit(document, {
    Map: (_key, map) => {
      expandMerges(map);
    },
  });
}

/** `<<`: PyYAML reads the settings of the merged mapping as if they stood here, the nearer ones first. */
function expandMerges(map: YAMLMap): void {
  const merges = map.items.filter(({ key }) => isScalar(key) && isMergeKey(key.value));
  map.items = map.items.filter((pair) => !merges.includes(pair));
  for (const source of merges.flatMap(({ value }) => (isSeq(value) ? value.items : [value]))) {
    if (!isMap(source)) throw new Error('the merge key << must name mappings');
    expandMerges(source);
    for (const pair of source.items) {
      if (!map.has(pair.key)) map.items.push(pair);
    }
  }
}
