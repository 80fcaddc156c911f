import type { Document } from 'yaml';
import { Scalar, isMap, isScalar, parseDocument } from 'yaml';

/** config.yaml as a document: what is not touched is written back as it was read, comments and all. */
export type ConfigDocument = Document;

export type ParsedConfig =
  | { readonly document: ConfigDocument; readonly problem?: undefined }
  | { readonly document?: undefined; readonly problem: string };

/** Keys whose exact text must survive: a reader that makes a number of 77 digits destroys them. */
const exactKeys = ['SECRET_KEY', 'DATABASE_SECRET_KEY'] as const;

const options = { version: '1.1', intAsBigInt: true, keepSourceTokens: true, merge: true } as const;

/**
 * Reads config.yaml as YAML 1.1, as Quay (PyYAML) does, with big integers kept. The two keys are read as the text that
 * stands there, quoted or not, and become quoted strings: Quay takes a string of digits as the same key.
 */
export function parseConfigDocument(text: string): ParsedConfig {
  const document = parseDocument(text, options);
  const [error] = document.errors;
  if (error) return { problem: problemOf(error) };
  if (!isMap(document.contents)) return { problem: `must be a YAML mapping, but is ${kindOf(document)}` };
  for (const key of exactKeys) keepExactly(document, key);
  return { document };
}

/** The value of a top-level key as plain data; integers are bigint. Undefined when the key is not there. */
export function configValue(document: ConfigDocument, key: string): unknown {
  const node: unknown = document.get(key, true);
  if (node === undefined || node === null) return undefined;
  if (isScalar(node)) return node.value;
  return (node as { toJS(document: Document): unknown }).toJS(document);
}

/** The value of a key that must be a string; undefined when it is not there or is none. */
export function configString(document: ConfigDocument, key: string): string | undefined {
  const value = configValue(document, key);
  return typeof value === 'string' ? value : undefined;
}

/** The top-level keys, in their order. */
export function configKeys(document: ConfigDocument): readonly string[] {
  if (!isMap(document.contents)) return [];
  return document.contents.items.map(({ key }) => String(isScalar(key) ? key.value : key));
}

/**
 * The document as text whose values are the same for a YAML 1.1 reader and for a YAML 1.2 one: strings that either
 * would read as something else are quoted.
 */
export function serializeConfig(document: ConfigDocument): string {
  return document.toString({ lineWidth: 0 });
}

/** An independent copy, so that what is done to it leaves the original as it was. */
export function copyDocument(document: ConfigDocument): ConfigDocument {
  return document.clone();
}

/** Sets a key to plain data; strings are quoted, so that no reader takes them for something else. */
export function setConfigValue(document: ConfigDocument, key: string, value: unknown): void {
  document.set(key, typeof value === 'string' ? quoted(value) : document.createNode(value));
}

function keepExactly(document: ConfigDocument, key: string): void {
  const node: unknown = document.get(key, true);
  if (!isScalar(node)) return;
  const text = typeof node.value === 'string' ? node.value : node.source;
  if (text !== undefined && text !== '' && node.value !== null) document.set(key, quoted(text));
}

function quoted(text: string): Scalar {
  const scalar = new Scalar(text);
  scalar.type = 'QUOTE_DOUBLE';
  return scalar;
}

function problemOf(error: {
  readonly message: string;
  readonly linePos?: readonly { readonly line: number }[] | undefined;
}): string {
  const line = error.linePos?.[0]?.line;
  const [message = ''] = error.message.split('\n');
  return line === undefined ? message : `line ${line}: ${message.replace(/ at line \d+, column \d+:?$/, '')}`;
}

function kindOf(document: ConfigDocument): string {
  const value: unknown = document.toJS();
  if (value === null || value === undefined) return 'empty';
  return Array.isArray(value) ? 'a list' : `the ${typeof value} ${JSON.stringify(String(value).slice(0, 20))}`;
}
