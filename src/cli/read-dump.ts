import { LineCounter, type YAMLError, parseAllDocuments } from 'yaml';
import type { KubernetesObject } from '../k8s/object.ts';
import { checkObject, isMapping } from './check-object.ts';
import { InputError } from './input-error.ts';

/**
 * The objects of a dump, as `oc get ... -o yaml` or `-o json` writes it: one object, a List, or several documents of
 * either. Throws InputError, which names the file, the document (from 1) and the field.
 */
export function readDump(file: string, text: string): readonly KubernetesObject[] {
  const objects = parseDocuments(file, text).flatMap((content, index) =>
    content === null ? [] : objectsOf(content, `${file}, document ${index + 1}`),
  );
  if (objects.length === 0) throw new InputError(`${file} holds no object`);
  return objects;
}

function parseDocuments(file: string, text: string): readonly unknown[] {
  if (/^\s*\{/.test(text)) {
    try {
      // A large dump is read many times faster this way.
      return [JSON.parse(text)];
    } catch {
      // YAML has mappings in braces too, and says where it fails.
    }
  }
  const lines = new LineCounter();
  // Without `prettyErrors` a message does not quote the line, which may hold a secret.
  const documents = parseAllDocuments(text, { lineCounter: lines, prettyErrors: false });
  return [...documents].map((document, index) => {
    const [error] = document.errors;
    if (error) throw new InputError(`${file}, document ${index + 1}: ${describe(error, lines)}`);
    try {
      return document.toJS() as unknown;
    } catch (cause) {
      throw new InputError(`${file}, document ${index + 1}: ${withoutQuotes(String(cause))}`);
    }
  });
}

function describe(error: Pick<YAMLError, 'code' | 'message' | 'pos'>, lines: LineCounter): string {
  const { line, col } = lines.linePos(error.pos[0]);
  const advice =
    error.code === 'DUPLICATE_KEY' ? '. Are these two dumps, one after the other? A line --- has to separate them' : '';
  return `not valid YAML in line ${line}, column ${col}: ${withoutQuotes(error.message)}${advice}`;
}

/** Some messages of the parser quote what they found, which may be a secret. */
function withoutQuotes(message: string): string {
  return message.replace(/:? *["'].*["']/s, '');
}

function objectsOf(content: unknown, place: string): readonly KubernetesObject[] {
  if (!isMapping(content)) {
    throw new InputError(`${place}: must be a Kubernetes object or a List of them, as \`oc get -o yaml\` writes it`);
  }
  const { kind, apiVersion, items } = content;
  if (typeof kind !== 'string' || !kind.endsWith('List')) return [checkObject(content, place, '')];
  if (!Array.isArray(items)) throw new InputError(`${place}: field items of the ${kind} must be a list`);
  // The API server leaves both out of the items of a typed list.
  const given = kind === 'List' ? {} : { apiVersion, kind: kind.slice(0, -'List'.length) };
  return items.map((item: unknown, index) =>
    checkObject(isMapping(item) ? { ...given, ...item } : item, place, `items[${index}]`),
  );
}
