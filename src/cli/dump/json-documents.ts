/** Deeper than any Kubernetes object; deeper nesting could overflow the stack of the parsers. */
const deepest = 500;

/**
 * The documents of a text that consists of JSON objects and arrays: one, several in a row, as `oc get -o json >>` writes
 * them, or with `---` lines between them. Undefined for other text, such as YAML. Reads the text once.
 */
export function jsonDocuments(text: string): readonly unknown[] | undefined {
  const parts = partsOf(text);
  try {
    return parts?.map((part) => JSON.parse(part) as unknown);
  } catch {
    return undefined;
  }
}

/** Whether brackets and braces are nested more deeply than the parsers support. */
export function isTooDeep(text: string): boolean {
  return /^[\s\ufeff]*[[{]/.test(text) && scan(text).deep;
}

function partsOf(text: string): readonly string[] | undefined {
  const { parts, deep, rest } = scan(text);
  return deep || parts.length === 0 || !/^[\s\ufeff]*$/.test(rest.replaceAll(/^---\s*$/gm, '')) ? undefined : parts;
}

interface Scan {
  readonly parts: readonly string[];
  /** The text between the parts. */
  readonly rest: string;
  readonly deep: boolean;
}

function scan(text: string): Scan {
  const parts: string[] = [];
  const between: string[] = [];
  let depth = 0;
  let start = 0;
  // Matches brackets, and whole strings to skip them.
  const tokens = /"(?:[^"\\]|\\.)*"?|[[\]{}]/gs;
  for (const { 0: token, index } of text.matchAll(tokens)) {
    if (token === '{' || token === '[') {
      if (depth === 0) {
        between.push(text.slice(start, index));
        start = index;
      }
      depth += 1;
      if (depth > deepest) return { parts, rest: '', deep: true };
    } else if ((token === '}' || token === ']') && depth > 0) {
      depth -= 1;
      if (depth > 0) continue;
      parts.push(text.slice(start, index + 1));
      start = index + 1;
    }
  }
  return { parts, rest: [...between, text.slice(start)].join('\n'), deep: false };
}
