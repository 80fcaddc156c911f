import type { YAMLError } from 'yaml';
import { Document, LineCounter, Scalar, isMap, isNode, isScalar, isSeq, parseDocument } from 'yaml';
import { expandReferences } from './expand-references.ts';
import { quayYaml } from './quay-yaml.ts';
import { refuseAliases, refuseCharacters, refuseDuplicateKeys, refuseUnconstructed } from './refuse-nodes.ts';
import { faultOf } from './yaml-fault.ts';

/** config.yaml as a document: what is not touched is written back as it was read, comments and all. */
export type ConfigDocument = Document;

export type ParsedConfig =
  | { readonly document: ConfigDocument; readonly problem?: undefined }
  | { readonly document?: undefined; readonly problem: string };

/** Keys whose exact text must survive: a reader that makes a number of 77 digits destroys them. */
const exactKeys = ['SECRET_KEY', 'DATABASE_SECRET_KEY'] as const;

/**
 * Reads config.yaml as Quay (PyYAML) does, with big integers kept, and refuses what that refuses. The two keys become
 * quoted strings, whose text is the one that stands there: Quay takes a string of digits as the same key. Never throws.
 * A problem names the line and the kind of fault; of the file it only contains names of settings.
 */
export function parseConfigDocument(text: string): ParsedConfig {
  const lines = new LineCounter();
  const document = parseDocument(text, { ...quayYaml, lineCounter: lines });
  const [error] = document.errors;
  if (error) return { problem: problemOf(error, lines) };
  if (!isMap(document.contents)) return { problem: `it must be a YAML mapping, but is ${kindOf(document.contents)}` };
  try {
    refuseCharacters(text);
    refuseUnconstructed(document, text);
    refuseDuplicateKeys(document, text);
    refuseAliases(document, text);
    expandReferences(document);
    for (const key of exactKeys) keepExactly(document, key);
    return { document };
  } catch (expansion) {
    return { problem: expansion instanceof Error ? expansion.message : String(expansion) };
  }
}

/** A document without settings. */
export function emptyConfig(): ConfigDocument {
  return new Document({}, quayYaml);
}

/** The value of a top-level key as plain data; integers are bigint. Undefined when the key is not there. */
export function configValue(document: ConfigDocument, key: string): unknown {
  return plainValue(document, document.get(key, true));
}

/** Every top-level key that is a string, as all of Quay's settings are, with its value, in their order. */
export function configEntries(document: ConfigDocument): ReadonlyMap<string, unknown> {
  if (!isMap(document.contents)) return new Map();
  return new Map(
    document.contents.items.flatMap(({ key, value }) => {
      const name = nameOf(key);
      return name === undefined ? [] : [[name, plainValue(document, value)] as const];
    }),
  );
}

/** The value of a key that must be a string; undefined when it is not there or is none. */
export function configString(document: ConfigDocument, key: string): string | undefined {
  const value = configValue(document, key);
  return typeof value === 'string' ? value : undefined;
}

/** The top-level keys that are strings, as all of Quay's settings are, in their order. */
export function configKeys(document: ConfigDocument): readonly string[] {
  if (!isMap(document.contents)) return [];
  return document.contents.items.flatMap(({ key }) => nameOf(key) ?? []);
}

/**
 * The document as text whose values are the same for PyYAML (Quay) and for the Go readers (the operator, and Quay's
 * start-up validation): strings that one of them would read as something else are quoted.
 */
export function serializeConfig(document: ConfigDocument): string {
  return document.toString({ lineWidth: 0, doubleQuotedMinMultiLineLength: Infinity });
}

/** An independent copy, so that what is done to it leaves the original as it was. */
export function copyDocument(document: ConfigDocument): ConfigDocument {
  return document.clone();
}

/** Sets a key to plain data; strings are quoted, so that no reader takes them for something else. */
export function setConfigValue(document: ConfigDocument, key: string, value: unknown): void {
  document.set(key, typeof value === 'string' ? quoted(value) : document.createNode(value));
}

/**
 * Takes out a key with the comment that belongs to it. What stands above the first key and an empty line is about the
 * file, and stays.
 */
export function removeConfigKey(document: ConfigDocument, key: string): void {
  const first = isMap(document.contents) ? document.contents.items[0]?.key : undefined;
  if (isScalar(first) && first.value === key) {
    const heading = first.commentBefore?.split('\n\n').slice(0, -1).join('\n\n') ?? '';
    if (heading !== '') document.commentBefore = [document.commentBefore, heading].filter(Boolean).join('\n\n');
  }
  document.delete(key);
}

/** The library keeps a key that was read as a node, and one that was set as a string. */
function nameOf(key: unknown): string | undefined {
  const name: unknown = isScalar(key) ? key.value : key;
  return typeof name === 'string' ? name : undefined;
}

function plainValue(document: ConfigDocument, node: unknown): unknown {
  if (node === undefined || node === null) return undefined;
  if (isScalar(node)) return node.value;
  return isNode(node) ? node.toJS(document) : undefined;
}

function keepExactly(document: ConfigDocument, key: string): void {
  const node: unknown = document.get(key, true);
  if (!isScalar(node) || node.value === null) return;
  node.value = exactText(node);
  node.type = 'QUOTE_DOUBLE';
  delete node.tag;
}

/** For Quay a key is the integer that it reads, or else the text: `0777` unquoted is the key 511, not 777. */
function exactText({ value, source }: Scalar): string {
  if (typeof value === 'string') return value;
  return typeof value === 'bigint' ? value.toString() : (source ?? String(value));
}

function quoted(text: string): Scalar {
  const scalar = new Scalar(text);
  scalar.type = 'QUOTE_DOUBLE';
  return scalar;
}

function problemOf({ code, pos }: YAMLError, lines: LineCounter): string {
  return `line ${lines.linePos(pos[0]).line}: ${faultOf(code)}`;
}

function kindOf(contents: unknown): string {
  if (isSeq(contents)) return 'a list';
  return !isScalar(contents) || contents.value === null ? 'empty' : 'a single value';
}
