import { describe, expect, it } from 'vitest';
import { dumpEntries } from './dump-entries.ts';

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
