import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type DatabasePair,
  connectionTo,
  runSql,
  startDatabasePair,
  targetRole,
} from '../../../dev/database/database-pair.ts';
import type { Proof } from '../../contract/proof.ts';
import type { ConnectionTarget } from '../server/connection-target.ts';
import { copyDatabase } from './copy-database.ts';
import { ProgressReporter, noReports } from '../progress/progress-reporter.ts';
import { proveEqual } from '../proof/prove-equal.ts';
import { exportSnapshot } from '../server/source-snapshot.ts';

let pair: DatabasePair;
let proof: Proof | undefined;
let copied: string;
let source: ConnectionTarget;

/** What Quay's schema has none of, but somebody may have added. */
const odd = `
  create schema "Other one";
  create type mood as enum ('sad', 'happy');
  create type point3 as (x int, y int, z int);
  create table "Other one"."odd ""table""" (
    id int generated always as identity primary key,
    numbers int[], moods mood[], one mood, place point3, doc json, docb jsonb, raw bytea, ratio float8, total numeric);
  insert into "Other one"."odd ""table""" (numbers, moods, one, place, doc, docb, raw, ratio, total)
    select array[n, null], array['sad', 'happy']::mood[], 'happy', (n, 2, 3)::point3, '{"a": 1}', '{"b": [1]}',
           decode(repeat('00ff', n), 'hex'), n, n / 3.0 from generate_series(1, 500) n;
  create table keyless (a int, b text);
  insert into keyless values (1, null), (1, null), (2, ''), (2, E'tab\\t line\\n');
  create table big (id int primary key, body bytea);
  insert into big select 1, decode(repeat('00112233445566778899aabbccddeeff', 6553600), 'hex');
  create unlogged table fleeting (id int primary key);
  insert into fleeting values (1), (2);
  create table parent (id int primary key, next int references parent);
  create table child (id int primary key, parent int references parent deferrable initially deferred);
  alter table parent add foreign key (id) references parent;
  insert into parent values (1, 1), (2, 1);
  insert into child values (1, 2);
  insert into child select 5, null;
  set constraints all immediate;
  alter table child add constraint unchecked foreign key (parent) references parent (id) not valid;
  create function twice(a int) returns int language sql immutable as 'select a * 2';
  create index twice_id on child (public.twice(id)) where id > 1;
  create view happy as select id from "Other one"."odd ""table""" where one = 'happy';
  create materialized view counted as select count(*)::int as n from keyless;
  create unique index counted_n on counted (n);
  create function keep() returns trigger language plpgsql as 'begin return new; end';
  create trigger keep before insert on keyless for each row execute procedure keep();
  comment on table keyless is 'rows that are there; twice';
  comment on column keyless.b is 'x';`;

beforeAll(async () => {
  pair = await startDatabasePair({ rows: 1000 });
  await runSql(pair.old, 'postgres', 'create database odd owner quay');
  await runSql(pair.old, 'odd', `set role quay; ${odd}`);
  const target = await pair.newTarget();
  copied = target.database;
  const progress = new ProgressReporter(noReports, 'test', () => undefined);
  source = connectionTo(pair.old, { side: 'source', database: 'odd', user: 'quay' });
  proof = await copyDatabase(source, target, { progress, patience: 1000 });
}, 180_000);

afterAll(() => pair.stop());

describe('a copy of what Quay has none of', () => {
  it('is equal: other schemas, enums and rows within rows, 100 MB in one value, rows twice, unlogged', () => {
    expect(proof?.equal).toBe(true);
    const rows = proof?.tables.map(({ schema, table, rows: { target } }) => [`${schema}.${table}`, target]);
    expect(rows).toEqual([
      ['Other one.odd "table"', 500],
      ['public.big', 1],
      ['public.child', 2],
      ['public.fleeting', 2],
      ['public.keyless', 4],
      ['public.parent', 2],
    ]);
  });

  it('brings views, functions, triggers, comments and keys as they were', async () => {
    const facts = `
      select (select count(*)::int from happy) as happy, (select n from counted) as counted,
             (select count(*)::int from pg_trigger where tgname = 'keep') as triggers,
             obj_description('keyless'::regclass) as comment, col_description('keyless'::regclass, 2) as of_column,
             (select string_agg(conname || ' ' || convalidated || ' ' || condeferred, ', ' order by conname)
                from pg_constraint where contype = 'f') as keys,
             (select string_agg(pg_get_indexdef(indexrelid), ', ' order by indexrelid::regclass::text)
                from pg_index where indrelid in ('child'::regclass, 'counted'::regclass)) as indexes`;
    expect(await runSql(pair.fresh, copied, facts)).toEqual(await runSql(pair.old, 'odd', facts));
    expect(await runSql(pair.fresh, copied, facts)).toMatchObject([{ happy: 500, counted: 4, triggers: 1 }]);
  });

  it('goes on counting where the identity column was', async () => {
    const [row] = await runSql<{ id: number }>(
      pair.fresh,
      copied,
      `insert into "Other one"."odd ""table""" (one) values ('sad') returning id`,
    );
    expect(row?.id).toBe(501);
  });

  it('has looked at every row for statistics', async () => {
    const [row] = await runSql<{ n: number }>(
      pair.fresh,
      copied,
      `select count(distinct tablename)::int as n from pg_stats where schemaname = 'public' and tablename in ('parent', 'child', 'keyless')`,
    );
    expect(row?.n).toBe(3);
  });

  it('is not equal when any of these was touched', async () => {
    const touched: readonly [string, string][] = [
      [`comment on column keyless.b is 'y'`, 'comment on table column public.keyless.b'],
      ['comment on table keyless is null', 'comment on table public.keyless'],
      [
        `create or replace function twice(a int) returns int language sql immutable as 'select a * 3'`,
        'function public.twice(integer)',
      ],
      ['alter table child owner to postgres', 'owner of child'],
      ['drop trigger keep on keyless', 'trigger public.keyless.keep'],
      [`alter type mood add value 'glad'`, 'type public.mood'],
      ['alter view happy rename column id to other', 'view public.happy'],
      ['drop materialized view counted', 'view public.counted'],
      ['create extension citext', 'extension citext'],
      ['alter table child rename constraint unchecked to checked', 'constraint public.child.unchecked'],
      ['alter table keyless alter b set default 5', 'column public.keyless.b'],
    ];
    for (const [sql] of touched) await runSql(pair.fresh, copied, sql);
    const snapshot = await exportSnapshot(source);
    const target = connectionTo(pair.fresh, { side: 'target', database: copied, user: targetRole });
    const order = { snapshot, target, startedAt: '', workers: 1 };
    const { definitions } = await proveEqual(order).finally(() => snapshot.close());
    expect(definitions.differing).toEqual(expect.arrayContaining(touched.map(([, object]) => object)));
  });
});
