import { afterAll, beforeAll, expect, it } from 'vitest';
import { type DatabasePair, connectionTo, runSql, startDatabasePair } from '../../../dev/database/database-pair.ts';
import type { Proof } from '../../contract/proof.ts';
import { compareDefinitions } from './compare-definitions.ts';
import { withConnection } from '../server/connection.ts';
import type { ConnectionTarget } from '../server/connection-target.ts';
import { copyDatabase } from '../copy/copy-database.ts';

import { noReports } from '../progress/progress-reporter.ts';
import { ProgressReporter } from '../progress/progress-reporter.ts';
import { proveEqual } from '../proof/prove-equal.ts';
import { exportSnapshot } from '../server/source-snapshot.ts';

let pair: DatabasePair;
let source: ConnectionTarget;
let target: ConnectionTarget;
let proof: Proof | undefined;

/** What Quay has none of: each is changed in the copy later. */
const odd = `
  create role reader;
  create schema other;
  create table other.parent (id int primary key, body text) with (fillfactor = 70);
  create table t (id serial primary key, n int, body text, at timestamptz default now(), label name);
  alter table t alter body set storage external, alter n set statistics 50, replica identity full;
  alter table t enable row level security;
  create policy mine on t for select to public using (n > 1 and body <> 'x');
  create policy others on t for update to public using (true) with check (n < 5);
  create table heir (extra int) inherits (t);
  create table fk (id int primary key, t int references t);
  create table plain (id int primary key, at date);
  create function fire() returns trigger language plpgsql as 'begin return new; end';
  create trigger fires before insert on plain for each row execute procedure fire();
  create function twice(a int, b int default 2) returns int language sql strict immutable as 'select a * b';
  create function many() returns setof int language sql rows 5 as 'select 1';
  create view joined (one, two) as
    select p.id, q.body from plain p join t q on (q.id = p.id) where p.at > '2020-01-01'::date or p.id in (1, 2, 3);
  create view plainly with (security_barrier) as select * from plain;
  create materialized view stored as select id, id::text || 'x' as text from plain;
  create rule "to other" as on insert to plain where new.id > 100 do also insert into fk values (new.id, null);
  create operator === (leftarg = int, rightarg = int, procedure = int4eq, commutator = ===, restrict = eqsel);
  create aggregate total (int) (sfunc = int4pl, stype = int, initcond = '5');
  create collation own (locale = 'C');
  create text search dictionary words (template = simple, stopwords = english);
  create text search configuration plain_words (copy = simple);
  alter text search configuration plain_words alter mapping for asciiword with words;
  create statistics on_both on n, body from t;
  create type span as range (subtype = int);
  create domain short as varchar(5) collate "C" check (value <> 'x');
  create conversion mine for 'LATIN1' to 'UTF8' from iso8859_1_to_utf8;
  create index t_n on t (n) with (fillfactor = 60);
  grant select on fk to reader;
  comment on policy mine on t is 'about mine';
  comment on schema other is E'\\n--\\n-- Name: y; Type: TABLE; Schema: public; Owner: quay\\n--\\n';`;

beforeAll(async () => {
  pair = await startDatabasePair({ rows: 1000 });
  await runSql(pair.old, 'postgres', 'create database odd owner quay');
  await runSql(pair.fresh, 'postgres', 'create role reader');
  await runSql(pair.old, 'odd', odd);
  source = connectionTo(pair.old, { side: 'source', database: 'odd', user: 'postgres' });
  target = await pair.newTarget();
  const progress = new ProgressReporter(noReports, 'test', () => undefined);
  proof = await copyDatabase(source, target, { progress, patience: 1000 });
}, 180_000);

afterAll(() => pair.stop());

async function differing(): Promise<readonly string[]> {
  return withConnection(source, async (client) => (await compareDefinitions(client, target)).differing);
}

it('is equal before anything is touched, and names what it did not look at', () => {
  expect(proof?.equal).toBe(true);
  expect(proof?.notLookedAt).toContain('publications and subscriptions');
});

/** On the copy: what is done, and what the proof must name. */
const touched: readonly [string, string][] = [
  ['alter table plain disable trigger fires', 'trigger public.plain.fires'],
  ['alter table fk disable trigger all', 'triggers of foreign keys of table public.fk'],
  ['alter table t disable row level security', 'table public.t'],
  ['alter table plain force row level security', 'table public.plain'],
  ['drop policy others on t', 'policy public.t.others'],
  ['alter policy mine on t using (n > 2)', 'policy public.t.mine'],
  [
    `create or replace view joined as select p.id as one, q.body as two from plain p join t q on (q.id = p.id)`,
    'query of view public.joined',
  ],
  ['alter view plainly reset (security_barrier)', 'view public.plainly'],
  [
    'drop materialized view stored; create materialized view stored as select id, id::text as text from plain',
    'query of view public.stored',
  ],
  [
    `create or replace rule "to other" as on insert to plain where new.id > 101 do also insert into fk values (new.id, null)`,
    'body of rule public.plain."to other"',
  ],
  ['alter table plain disable rule "to other"', 'rule public.plain."to other"'],
  ['alter table other.parent set (fillfactor = 80)', 'table other.parent'],
  ['alter table t alter body set storage main', 'column public.t.body'],
  ['alter table t alter n set statistics 60', 'column public.t.n'],
  ['alter table heir replica identity nothing', 'table public.heir'],
  ['alter table fk cluster on fk_pkey', 'index public.fk_pkey'],
  [
    'create or replace function twice(a int, b int default 3) returns int language sql strict immutable as $$select a * b$$',
    'function public.twice(integer,integer)',
  ],
  ['alter function many() rows 6', 'function public.many()'],
  ['alter function fire() set work_mem = 1000', 'function public.fire()'],
  ['alter operator === (int, int) set (restrict = none)', 'operator public.===(integer,integer)'],
  [
    `drop aggregate total (int); create aggregate total (int) (sfunc = int4pl, stype = int, initcond = '6')`,
    'aggregate public.total(integer)',
  ],
  ['drop collation own', 'collation public.own'],
  [
    'alter text search configuration plain_words drop mapping for asciiword',
    'text search configuration public.plain_words',
  ],
  ['alter text search dictionary words (stopwords)', 'text search dictionary public.words'],
  ['drop statistics on_both', 'statistics public.on_both'],
  ['drop conversion mine', 'conversion public.mine'],
  [`drop domain short; create domain short as varchar(5) collate "POSIX" check (value <> 'x')`, 'type public.short'],
  ['drop type span; create type span as range (subtype = bigint)', 'type public.span'],
  ['create schema more', 'schema more'],
  ['revoke select on fk from reader', 'grant table public.fk to reader'],
  ['grant update on plain to reader with grant option', 'grant table public.plain to reader'],
  [`comment on policy mine on t is 'about yours'`, 'comment on policy mine on public.t'],
  [`comment on schema other is null`, 'comment on schema other'],
  ['create cast (short as int) with inout', 'cast (public.short AS integer)'],
];

it('is not equal once any of these was touched, and names it', async () => {
  expect(await differing()).toEqual([]);
  for (const [sql, object] of touched) {
    await runSql(pair.fresh, target.database, sql);
    expect(await differing(), sql).toContain(object);
  }
});

it('is not equal where somebody else owns what the copy made', async () => {
  const others = [
    ['alter function many() owner to reader', 'owner of function public.many()'],
    ['alter type span owner to reader', 'owner of type public.span'],
    ['alter operator === (int, int) owner to reader', 'owner of operator public.===(integer,integer)'],
  ] as const;
  await runSql(pair.fresh, target.database, 'grant all on schema public to reader');
  const fresh = await pair.newTarget();
  const progress = new ProgressReporter(noReports, 'test', () => undefined);
  await copyDatabase(source, fresh, { progress, patience: 1000 });
  for (const [sql] of others) await runSql(pair.fresh, fresh.database, sql);
  const snapshot = await exportSnapshot(source);
  const { definitions, equal } = await proveEqual({ snapshot, target: fresh, startedAt: '', workers: 1 }).finally(() =>
    snapshot.close(),
  );
  expect(equal).toBe(false);
  expect(definitions.differing).toEqual(others.map(([, object]) => object).sort());
});

it('is not equal where a sequence stands elsewhere, or where a table is too many', async () => {
  const fresh = await pair.newTarget();
  const progress = new ProgressReporter(noReports, 'test', () => undefined);
  await copyDatabase(source, fresh, { progress, patience: 1000 });
  const proven = async (): Promise<Proof> => {
    const snapshot = await exportSnapshot(source);
    return proveEqual({ snapshot, target: fresh, startedAt: '', workers: 1 }).finally(() => snapshot.close());
  };
  await runSql(pair.fresh, fresh.database, `select setval('t_id_seq', 1, false)`);
  expect((await proven()).equal).toBe(true);
  await runSql(pair.fresh, fresh.database, `select setval('t_id_seq', 1, true)`);
  const moved = await proven();
  expect([moved.equal, moved.sequences.find(({ sequence }) => sequence === 't_id_seq')?.equal]).toEqual([false, false]);
  await runSql(pair.fresh, fresh.database, `select setval('t_id_seq', 1, false); create table surplus (id int)`);
  const surplus = (await proven()).tables.filter(({ equal }) => !equal);
  expect(surplus.map(({ table, digest }) => [table, digest.source])).toEqual([['surplus', 'no such table']]);
});
