import { quoteIdentifier } from './connection.ts';

/** One object of a plain dump: what pg_dump says about it, and the statements that make it. */
export interface DumpEntry {
  /** As in the dump's table of contents: an index has its own name, a constraint that of its table before it. */
  readonly name: string;
  /** `INDEX`, `CONSTRAINT`, `FK CONSTRAINT`, `TABLE` and so on. */
  readonly type: string;
  readonly schema: string;
  readonly sql: string;
}

/** What belongs to tables that are filled, as pg_dump sorts it: after everything else. */
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

/** What is made before the rows come, and what afterwards. */
export interface DumpSections {
  readonly before: readonly DumpEntry[];
  readonly after: readonly DumpEntry[];
}

/** A comment goes with what it follows. Materialized views are made empty by a dump without data, and filled last. */
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

const heading = /^--\n-- Name: (.*); Type: (.*); Schema: (.*); Owner: .*\n--\n/gm;
const ending = /^--\n-- PostgreSQL database dump complete\n--\n/m;

/**
 * The objects of a plain `pg_dump`, in its order. What comes before the first is left out: settings of the session, and
 * lines that only psql knows.
 */
export function dumpEntries(dump: string): readonly DumpEntry[] {
  const heads = [...dump.matchAll(heading)];
  return heads.map((head, at) => {
    const rest = dump.slice(head.index + head[0].length, heads[at + 1]?.index ?? dump.length);
    const [, name = '', type = '', schema = ''] = head;
    return { name, type, schema, sql: (rest.split(ending)[0] ?? '').trim() };
  });
}
