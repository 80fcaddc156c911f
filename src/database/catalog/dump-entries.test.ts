import { describe, expect, it } from 'vitest';
import { type DumpEntry, dumpEntries, sectionsOf } from './dump-entries.ts';

const dump = `--
-- PostgreSQL database dump
--

\\restrict abc

-- Dumped from database version 10.23

SET statement_timeout = 0;

--
-- Name: tag; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.tag (
    name text DEFAULT 'a;
b'
);


--
-- Name: tag pk_tag; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.tag
    ADD CONSTRAINT pk_tag PRIMARY KEY (id);


--
-- PostgreSQL database dump complete
--

\\unrestrict abc

`;

describe('what looks like a heading', () => {
  const inner = '\n--\n-- Name: y; Type: TABLE; Schema: public; Owner: -\n--\n';
  const head = (name: string): string => `--\n-- Name: ${name}; Type: COMMENT; Schema: public; Owner: -\n--\n`;

  it.each([
    ['a string', `COMMENT ON TABLE t IS 'a${inner}it''s';`],
    ['a string with escapes', `COMMENT ON TABLE t IS E'\\'${inner}\\\\';`],
    ['a name', `COMMENT ON TABLE "a""${inner}" IS 'x';`],
    ['a body', `CREATE FUNCTION f() AS $_$ it's ${inner} $1 $_$;`],
    ['a body without a tag', `CREATE FUNCTION f() AS $$ "${inner}$$;`],
  ])('is none in %s', (_name, sql) => {
    const dumped = `${head("it's t")}\n${sql}\n\n${head('after')}\nSELECT 1;\n`;
    expect(dumpEntries(dumped)).toEqual([
      { name: "it's t", type: 'COMMENT', schema: 'public', sql },
      { name: 'after', type: 'COMMENT', schema: 'public', sql: 'SELECT 1;' },
    ]);
  });
});

describe('dumpEntries', () => {
  it('gives each object with its statements, without settings and lines for psql', () => {
    expect(dumpEntries(dump)).toEqual([
      {
        name: 'tag',
        type: 'TABLE',
        schema: 'public',
        sql: `CREATE TABLE public.tag (\n    name text DEFAULT 'a;\nb'\n);`,
      },
      {
        name: 'tag pk_tag',
        type: 'CONSTRAINT',
        schema: 'public',
        sql: 'ALTER TABLE ONLY public.tag\n    ADD CONSTRAINT pk_tag PRIMARY KEY (id);',
      },
    ]);
  });

  it('finds nothing in a dump of nothing', () => {
    expect(dumpEntries('--\n-- PostgreSQL database dump complete\n--\n')).toEqual([]);
  });
});

describe('sectionsOf', () => {
  const entry = (type: string, name = 'x'): DumpEntry => ({ name, type, schema: 'a', sql: '' });

  it('ends the first section where filled tables are needed; comments stay with what they follow', () => {
    const all = ['SCHEMA', 'TABLE', 'COMMENT', 'SEQUENCE', 'DEFAULT', 'CONSTRAINT', 'COMMENT', 'INDEX', 'TRIGGER'];
    const { before, after } = sectionsOf(all.map((type) => entry(type)));
    expect(before.map(({ type }) => type)).toEqual(all.slice(0, 5));
    expect(after.map(({ type }) => type)).toEqual(all.slice(5));
  });

  it('fills materialized views last, in their order', () => {
    const views = [entry('MATERIALIZED VIEW', 'one'), entry('MATERIALIZED VIEW', 'a "b"')];
    expect(sectionsOf([...views, entry('INDEX')]).after.map(({ type, sql }) => [type, sql])).toEqual([
      ['INDEX', ''],
      ['MATERIALIZED VIEW', 'refresh materialized view "a"."one";'],
      ['MATERIALIZED VIEW', 'refresh materialized view "a"."a ""b""";'],
    ]);
  });

  it('is all before where nothing comes after', () => {
    expect(sectionsOf([entry('TABLE')])).toEqual({ before: [entry('TABLE')], after: [] });
  });
});
