import type { Document, Node } from 'yaml';
import { CST, Lexer, Scalar, isAlias, isCollection, isScalar, visit } from 'yaml';
import { hidden, shownName } from '../redaction/shown-settings.ts';
import { Timestamp, isMergeKey } from './quay-yaml.ts';
import { faultOf } from './yaml-fault.ts';

/** Deeper than any setting of Quay; Python itself gives up at a few hundred. */
const deepest = 100;

/**
 * PyYAML and the operator take the last of two equal keys, the start-up validation refuses them, and a person may have
 * meant either.
 * @throws Error that names the line, and the key where it is the name of a setting.
 */
export function refuseDuplicateKeys(document: Document, text: string): void {
  visit(document, {
    Map: (_key, map) => {
      const seen = new Set<unknown>();
      for (const { key } of map.items) {
        if (!isScalar(key) || isMergeKey(key.value)) continue;
        if (seen.has(key.value)) {
          const name = shownName(String(key.value));
          const said = name === hidden ? faultOf('DUPLICATE_KEY') : `the key ${name} occurs twice`;
          throw new Error(`${lineOf(key, text)}: ${said}`);
        }
        seen.add(key.value);
      }
    },
  });
}

/** @throws Error that names the line, when an alias leads nowhere, to itself, or to more than can be meant. */
export function refuseAliases(document: Document, text: string): void {
  visit(document, {
    Alias: (_key, alias, path) => {
      const node = alias.resolve(document);
      if (node === undefined || isAlias(node)) throw new Error(`${lineOf(alias, text)}: ${faultOf('BAD_ALIAS')}`);
      if (path.includes(node)) throw new Error(`${lineOf(alias, text)}: an alias is inside the value that it names`);
    },
  });
  // The package counts what aliases of aliases would grow to.
  document.toJS({ mapAsMap: true });
}

/** What safe_load of PyYAML (6.0) makes a value of; everything else it refuses, and Quay does not start. */
const knownTag = /^tag:yaml\.org,2002:(?:str|map|seq|null|bool|int|float|binary|timestamp|set|omap|pairs)$/;

const collectionTag = /:(?:map|seq|set|omap|pairs)$/;

/**
 * Quay reads with PyYAML's safe_load, which refuses more than the grammar does: tags of Python objects, mappings and
 * lists as keys (what a template leaves that nobody filled in: `{{ name }}`), and a few scalars that it knows a tag for
 * and no value.
 * @throws Error that names line and fault.
 */
export function refuseUnconstructed(document: Document, text: string): void {
  visit(document, {
    Node: (key, node, path) => {
      const fault =
        faultIn(node, key === 'key') ?? (path.length > 2 * deepest ? faultOf('RESOURCE_EXHAUSTION') : undefined);
      if (fault !== undefined) throw new Error(`${lineOf(node, text)}: ${fault}`);
    },
  });
}

function faultIn(node: Node, isKey: boolean): string | undefined {
  if (isAlias(node)) return undefined;
  if (isKey && isCollection(node)) {
    return 'a mapping or a list is used as a key: a template may not be filled in';
  }
  const { tag } = node as { readonly tag?: string };
  const named = tag === '!' ? undefined : tag;
  if (named !== undefined) return tagFault(node, named);
  return isScalar(node) ? scalarFault(node, isKey) : undefined;
}

function tagFault(node: Node, tag: string): string | undefined {
  if (!knownTag.test(tag)) return faultOf('TAG_RESOLVE_FAILED');
  if (collectionTag.test(tag) === isScalar(node)) return faultOf('BAD_COLLECTION_TYPE');
  return isScalar(node) && isUnfit(node, tag) ? faultOf('TAG_RESOLVE_FAILED') : undefined;
}

function scalarFault({ value, source, type }: Scalar, isKey: boolean): string | undefined {
  // PyYAML takes an empty key after ? alone, which no setting can be.
  if (isKey && value === null && (source ?? '') === '') return 'no key is before a colon';
  if (value instanceof Timestamp && !value.isDate()) return 'a date does not exist';
  if (type !== Scalar.PLAIN) return undefined;
  if (value === '=') return 'a lone = must be in quotes';
  return !isKey && value === '<<' ? 'a lone << must be in quotes' : undefined;
}

/** Of a tag, the texts that PyYAML makes a value of; the package keeps the others as texts. */
const fits: Readonly<Partial<Record<string, RegExp>>> = {
  int: /^[-+]?[0-9_]+$/,
  float: /^[-+]?(?:[0-9_]+\.?[0-9_]*|\.[0-9_]+)(?:[eE][-+]?[0-9]+)?$/,
  bool: /^(?:yes|no|true|false|on|off)$/i,
  binary: /^[A-Za-z0-9+/\s]*={0,2}\s*$/,
};

function isUnfit({ value }: Scalar, tag: string): boolean {
  return typeof value === 'string' && fits[tag.split(':').at(-1) ?? '']?.test(value) === false;
}

/** What PyYAML's reader takes for a character of a text file, but U+FFFD: that stands for bytes that are no UTF-8. */
const unprintable = /[^\t\n\r\u0020-\u007e\u0085\u00a0-\ud7ff\ue000-\ufffc\u{10000}-\u{10ffff}]/u;

/** @throws Error that names the line. */
export function refuseCharacters(text: string): void {
  const at = text.search(unprintable);
  if (at >= 0) throw new Error(`${lineAt(at, text)}: a character is not printable or not valid UTF-8`);
  if (text.includes('\t')) refuseTabs(text);
}

/** PyYAML knows tabs in quotes, in blocks of text and in comments only; other readers take them for space. */
function refuseTabs(text: string): void {
  let at = 0;
  let scalar = false;
  let block = false;
  for (const token of new Lexer().lex(text)) {
    if (scalar ? !block && token.includes('\t') : /^[ \t]*\t/.test(token)) {
      throw new Error(`${lineAt(at, text)}: ${faultOf('TAB_AS_INDENT')}`);
    }
    if (scalar) block = false;
    // Control characters of the lexer say what comes next; in the text there are none.
    scalar = token === CST.SCALAR;
    if (/^[|>]/.test(token)) block = true;
    if (![CST.DOCUMENT, CST.FLOW_END, CST.SCALAR].includes(token)) at += token.length;
  }
}

function lineOf({ range }: Node, text: string): string {
  return lineAt(range?.[0] ?? 0, text);
}

function lineAt(position: number, text: string): string {
  return `line ${text.slice(0, position).split('\n').length}`;
}
