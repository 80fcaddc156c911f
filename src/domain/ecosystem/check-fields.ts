import type { FieldProblem } from './facts.ts';

/** What a field may hold. Fields that a shape does not name are kept as they are. */
export type FieldShape =
  | { readonly type: 'string'; readonly oneOf?: readonly string[]; readonly format?: StringFormat }
  | { readonly type: 'number' }
  | { readonly type: 'boolean' }
  | { readonly type: 'list'; readonly items: FieldShape }
  | { readonly type: 'strings' }
  | { readonly type: 'mapping'; readonly fields: Readonly<Record<string, FieldShape>> };

export interface StringFormat {
  /** `a quantity such as 50Gi` */
  readonly words: string;
  accepts(text: string): boolean;
}

export interface CheckedFields {
  /** The value without the parts of a wrong type; undefined when the whole has one. */
  readonly value: unknown;
  readonly problems: readonly FieldProblem[];
}

/** Checks a value against a shape. What is null counts as not there, as it does for the API server. */
export function checkFields(value: unknown, shape: FieldShape, path: string): CheckedFields {
  switch (shape.type) {
    case 'mapping':
      return checkMapping(value, shape.fields, path);
    case 'list':
      return checkList(value, shape.items, path);
    case 'strings':
      return checkStrings(value, path);
    case 'string':
      return checkString(value, shape, path);
    case 'number':
    case 'boolean':
      return typeof value === shape.type && !Number.isNaN(value)
        ? { value, problems: [] }
        : wrong(path, `a ${shape.type}`, value);
  }
}

export function isMapping(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function checkMapping(value: unknown, fields: Readonly<Record<string, FieldShape>>, path: string): CheckedFields {
  if (!isMapping(value)) return wrong(path, 'a mapping', value);
  const kept: [string, unknown][] = [];
  const problems: FieldProblem[] = [];
  for (const [key, part] of Object.entries(value)) {
    const shape = Object.hasOwn(fields, key) ? fields[key] : undefined;
    if (part === null) continue;
    const checked = shape ? checkFields(part, shape, `${path}.${key}`) : { value: part, problems: [] };
    problems.push(...checked.problems);
    if (checked.value !== undefined) kept.push([key, checked.value]);
  }
  return { value: Object.fromEntries(kept), problems };
}

function checkList(value: unknown, items: FieldShape, path: string): CheckedFields {
  if (!Array.isArray(value)) return wrong(path, 'a list', value);
  const checked = value.map((item: unknown, index) => checkFields(item, items, `${path}[${index}]`));
  return {
    value: checked.map((item) => item.value).filter((item) => item !== undefined),
    problems: checked.flatMap((item) => item.problems),
  };
}

function checkStrings(value: unknown, path: string): CheckedFields {
  if (!isMapping(value)) return wrong(path, 'a mapping of strings', value);
  const fields = Object.fromEntries(Object.keys(value).map((key) => [key, { type: 'string' } as const]));
  return checkMapping(value, fields, path);
}

function checkString(value: unknown, shape: FieldShape & { type: 'string' }, path: string): CheckedFields {
  if (typeof value !== 'string') return wrong(path, 'a string', value);
  if (value !== '' && shape.oneOf?.includes(value) === false) {
    return wrong(path, `one of ${shape.oneOf.join(', ')}`, value);
  }
  if (value !== '' && shape.format?.accepts(value) === false) return wrong(path, shape.format.words, value);
  return { value, problems: [] };
}

function wrong(path: string, expected: string, found: unknown): CheckedFields {
  const problem = `must be ${expected}, but is ${describe(found, path)}`;
  return { value: undefined, problems: [{ field: path, kind: 'wrong-type', problem }] };
}

const longestShown = 40;

/** The type, and the value if it is short and not from an environment variable, which may hold a password. */
function describe(value: unknown, path: string): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'a mapping';
  const type = `a ${typeof value}`;
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  if (/env/i.test(path) || text.length > longestShown) return type;
  return typeof value === 'string' ? `the string "${text}"` : `the ${typeof value} ${text}`;
}
