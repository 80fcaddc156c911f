import { quoteIdentifier } from '../server/connection.ts';

/** One object of a plain dump: its heading by pg_dump, and the statements that create it. */
export interface DumpEntry {
  /** As in the dump's table of contents: an index has its own name, a constraint that of its table before it. */
  readonly name: string;
  /** `INDEX`, `CONSTRAINT`, `FK CONSTRAINT`, `TABLE` and so on. */
  readonly type: string;
  readonly schema: string;
  readonly sql: string;
}

/** Types of objects that pg_dump puts after the data. */
const ofFilledTables: ReadonlySet<string> = new Set([
  'CHECK CONSTRAINT',
  'CONSTRAINT',
  'EVENT TRIGGER',
  'FK CONSTRAINT',
  'INDEX',
  'INDEX ATTACH',
  'POLICY',
  'ROW SECURITY',
  'RULE',
  'STATISTICS',
  'TRIGGER',
]);

/** The objects to create before the rows are copied, and afterwards. */
export interface DumpSections {
  readonly before: readonly DumpEntry[];
  readonly after: readonly DumpEntry[];
}

/** A comment stays with the object before it. A dump without data creates empty materialized views; they are refreshed last. */
export function sectionsOf(entries: readonly DumpEntry[]): DumpSections {
  const first = entries.findIndex(({ type }) => ofFilledTables.has(type));
  const end = first === -1 ? entries.length : first;
  const before = entries.slice(0, end);
  const filled = before.flatMap(({ name, type, schema }) => {
    if (type !== 'MATERIALIZED VIEW') return [];
    const sql = `refresh materialized view ${quoteIdentifier(schema)}.${quoteIdentifier(name)};`;
    return [{ name, type, schema, sql }];
  });
  return { before, after: [...entries.slice(end), ...filled] };
}

const heading = /--\n-- Name: (.*); Type: (.*); Schema: (.*); Owner: .*\n--\n/y;
const ending = /--\n-- PostgreSQL database dump complete\n--\n/y;

/**
 * The objects of a plain `pg_dump`, in its order. Omits everything before the first object: session settings and psql
 * commands. Text in quotes is never a heading.
 */
export function dumpEntries(dump: string): readonly DumpEntry[] {
  const entries: DumpEntry[] = [];
  let begun: { readonly head: RegExpExecArray; readonly from: number } | undefined;
  const finish = (at: number): void => {
    if (begun === undefined) return;
    const [, name = '', type = '', schema = ''] = begun.head;
    entries.push({ name, type, schema, sql: dump.slice(begun.from, at).trim() });
    begun = undefined;
  };
  for (const at of commentsOf(dump)) {
    const head = matchAt(heading, dump, at);
    if (head !== undefined) {
      finish(at);
      begun = { head, from: at + head[0].length };
    } else if (matchAt(ending, dump, at) !== undefined) finish(at);
  }
  finish(dump.length);
  return entries;
}

/** Start of each comment line, except within strings, names and function bodies. */
function* commentsOf(dump: string): Generator<number> {
  const special = /^--|['"]|\$/gm;
  for (let found = special.exec(dump); found !== null; found = special.exec(dump)) {
    const [mark] = found;
    if (mark === '--') {
      yield found.index;
      const line = dump.indexOf('\n', found.index);
      special.lastIndex = line === -1 ? dump.length : line;
    } else special.lastIndex = afterQuoted(dump, found.index);
  }
}

const dollarTag = /\$(?:[A-Za-z_\u0080-\uffff][\w\u0080-\uffff]*)?\$/y;

/** End of the quoted text that starts at `at`. A doubled quote counts as the start of another quoted text. */
function afterQuoted(dump: string, at: number): number {
  const mark = dump[at];
  if (mark === '$') {
    const tag = matchAt(dollarTag, dump, at)?.[0];
    return tag === undefined ? at + 1 : after(dump, tag, at + tag.length);
  }
  const escapes = mark === "'" && /[eE]/.test(dump[at - 1] ?? '') && !/\w/.test(dump[at - 2] ?? '');
  if (!escapes) return after(dump, mark ?? '', at + 1);
  for (let place = at + 1; place < dump.length; place += 1) {
    if (dump[place] === '\\') place += 1;
    else if (dump[place] === "'") return place + 1;
  }
  return dump.length;
}

function after(dump: string, text: string, from: number): number {
  const found = dump.indexOf(text, from);
  return found === -1 ? dump.length : found + text.length;
}

function matchAt(pattern: RegExp, text: string, at: number): RegExpExecArray | undefined {
  pattern.lastIndex = at;
  return pattern.exec(text) ?? undefined;
}
