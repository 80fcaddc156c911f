/** One object of a plain dump: what pg_dump says about it, and the statements that make it. */
export interface DumpEntry {
  /** As in the dump's table of contents: an index has its own name, a constraint that of its table before it. */
  readonly name: string;
  /** `INDEX`, `CONSTRAINT`, `FK CONSTRAINT`, `TABLE` and so on. */
  readonly type: string;
  readonly schema: string;
  readonly sql: string;
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
