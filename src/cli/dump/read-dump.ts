import { type Document, type ErrorCode, LineCounter, isScalar, parseAllDocuments, visit } from 'yaml';
import { faultOf } from '../../domain/config/yaml-fault.ts';
import type { KubernetesObject } from '../../k8s/object.ts';
import { checkObject, isMapping } from './check-object.ts';
import { InputError } from '../input-error.ts';
import { isTooDeep, jsonDocuments } from './json-documents.ts';

/**
 * The objects of a dump by `oc get ... -o yaml` or `-o json`: one object, a List, or several documents of either. Throws
 * InputError with the file, the document (from 1) and the field, without content of the file.
 */
export function readDump(file: string, text: string): readonly KubernetesObject[] {
  const objects = parseDocuments(file, text).flatMap((content, index) =>
    content === null ? [] : objectsOf(content, `${file}, document ${index + 1}`),
  );
  if (objects.length === 0) throw new InputError(`${file} contains no objects`);
  return objects;
}

function parseDocuments(file: string, text: string): readonly unknown[] {
  if (isTooDeep(text)) throw new InputError(`${file}: ${faultOf('RESOURCE_EXHAUSTION')}`);
  // Much faster for a large dump, and YAML does not support JSON documents in a row.
  const json = jsonDocuments(text);
  if (json !== undefined) return json;
  const lines = new LineCounter();
  const documents = parseAllDocuments(text, {
    lineCounter: lines,
    // No messages with content of the file, no warnings on standard error, no check of keys that takes minutes for 5 MB.
    ...{ prettyErrors: false, logLevel: 'error', uniqueKeys: false },
  });
  return [...documents].map((document, index) => contentOf(document, lines, `${file}, document ${index + 1}`));
}

function contentOf(document: Document, lines: LineCounter, place: string): unknown {
  const error = document.errors[0] ?? doubledKey(document);
  if (error) throw new InputError(`${place}: ${describe(error.code, lines.linePos(error.pos[0]))}`);
  try {
    return document.toJS() as unknown;
  } catch {
    // An unresolved alias is already an error of the document; this error means too many aliases.
    throw new InputError(`${place}: ${faultOf('RESOURCE_EXHAUSTION')}`);
  }
}

interface Fault {
  readonly code: ErrorCode;
  readonly pos: readonly [number, number];
}

function doubledKey(document: Document): Fault | undefined {
  let found: Fault | undefined;
  visit(document, {
    Map: (_key, map) => {
      const seen = new Set<unknown>();
      for (const { key } of map.items) {
        if (!isScalar(key)) continue;
        if (seen.has(key.value)) {
          found = { code: 'DUPLICATE_KEY', pos: [key.range?.[0] ?? 0, 0] };
          return visit.BREAK;
        }
        seen.add(key.value);
      }
      return undefined;
    },
  });
  return found;
}

function describe(code: ErrorCode, { line, col }: { readonly line: number; readonly col: number }): string {
  const advice = code === 'DUPLICATE_KEY' ? '. If the file consists of two dumps, separate them with a line ---' : '';
  return `invalid YAML in line ${line}, column ${col}: ${faultOf(code)}${advice}`;
}

/** The objects of a document; also of an array, as written by `jq -s`. */
function objectsOf(content: unknown, place: string): readonly KubernetesObject[] {
  if (Array.isArray(content) && content.length > 0) {
    return content.flatMap((item: unknown, index) => objectsOf(item, `${place}, item ${index}`));
  }
  if (!isMapping(content)) {
    throw new InputError(
      `${place}: must be a Kubernetes object or a List of objects, as written by \`oc get -o yaml\``,
    );
  }
  const { kind, apiVersion, items } = content;
  if (typeof kind !== 'string' || !kind.endsWith('List')) return [checkObject(content, place, '')];
  // An empty typed list has `items: null`.
  if (items === null) return [];
  if (!Array.isArray(items)) throw new InputError(`${place}: field items of the ${kind} must be a list`);
  // The API server omits both in the items of a typed list.
  const given = kind === 'List' ? {} : { apiVersion, kind: kind.slice(0, -'List'.length) };
  return items.map((item: unknown, index) =>
    checkObject(isMapping(item) ? { ...given, ...item } : item, place, `items[${index}]`),
  );
}
