import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  type DatabasePair,
  runSql,
  startDatabasePair,
  workerEnvironmentOf,
} from '../../../dev/database/database-pair.ts';
import { type WorkerRun, runWorker } from '../../../dev/database/worker-run.ts';
import { workerExit } from '../../contract/worker.ts';
import type { ConnectionTarget } from '../server/connection-target.ts';

let pair: DatabasePair;
let target: ConnectionTarget;

/** Tables of many ranges, with and without a key that orders them. */
const more = `
  set role quay;
  create table swapped (id int primary key, name text unique, twice int);
  insert into swapped select n, 'name ' || n, 2 * n from generate_series(1, 70000) n;
  create table sparse (id bigint primary key, swapped int references swapped on delete set null);
  insert into sparse select n * 100000000000, n from generate_series(1, 100) n;
  create table small (said text, id smallint primary key, n int);
  insert into small select 'small ' || n, n, n from generate_series(-20000, 20000) n;
  create table far (id bigint primary key, said text);
  insert into far select n * 900000000000000, 'far ' || n from generate_series(-10000, 10000) n;
  create table keyless (a int, b text);
  insert into keyless select n / 2, 'b' from generate_series(1, 1000) n;
  create type place as (x int, y int);
  create table composed (id int primary key, at place);
  insert into composed select n, row(n, -n)::place from generate_series(1, 9000) n;
  analyze;
  create table unknown (id int primary key, said text);
  insert into unknown select n, 'nobody has counted ' || n from generate_series(1, 30000) n`;

beforeAll(async () => {
  pair = await startDatabasePair({ rows: 60_000 });
  await runSql(pair.old, 'quay', more);
}, 180_000);

afterAll(() => pair.stop());

beforeEach(async () => {
  target = await pair.newTarget();
});

function run(command: 'first-copy' | 'catch-up' | 'copy'): WorkerRun {
  return runWorker(command, workerEnvironmentOf(pair.source, target));
}

async function succeeds({ ended }: WorkerRun): Promise<string> {
  const { exit, stdout, stderr } = await ended;
  expect([exit, stderr]).toEqual([workerExit.ok, '']);
  return stdout;
}

/** Counted by another reader than the worker. */
async function sameOnBothSides(): Promise<void> {
  const tables = ['logentry3', 'tag', 'star', 'swapped', 'sparse', 'small', 'far', 'keyless', 'composed', 'unknown'];
  const sums = tables.map(
    (table) =>
      `(select count(*) || ' ' || md5(coalesce(string_agg(t::text, ';' order by t::text collate "C"), '')) from ${table} t) as ${table}`,
  );
  const sql = `select ${sums.join(', ')}, (select last_value from logentry3_id_seq) as sequence,
    (select count(*) from pg_constraint where contype = 'f' and convalidated) as keys`;
  expect(await runSql(pair.fresh, target.database, sql)).toEqual(await runSql(pair.old, 'quay', sql));
}

/** Rows come, change and go until told to stop. Answers how often. */
async function writeUntil(stopped: () => boolean): Promise<number> {
  let times = 0;
  for (; !stopped(); times += 1) {
    await runSql(
      pair.old,
      'quay',
      `insert into logentry3 select (jsonb_populate_record(null::logentry3,
           to_jsonb(l) || jsonb_build_object('id', nextval('logentry3_id_seq')))).* from (select * from logentry3 limit 20) l;
       update tag set name = name || 'x' where id in (select id from tag order by random() limit 5);
       delete from swapped where id in (select id from swapped where id > 100 order by random() limit 3);
       insert into keyless values (${times}, 'new'), (${times}, 'new')`,
    );
    await sleep(20);
  }
  return times;
}

describe('a copy before the freeze', () => {
  it('is made equal when the writers have gone, one that began before it and ended after it too', async () => {
    let frozen = false;
    const writing = writeUntil(() => frozen);
    const long = new pg.Client({ ...pair.old.connection({ database: 'quay' }), application_name: 'long' });
    await long.connect();
    await long.query(`begin; update swapped set name = name || '!' where id % 20011 = 1; delete from star`);
    expect(await succeeds(run('first-copy'))).toContain('done: copied');
    await long.query(`insert into swapped values (0, 'late', 0); commit`);
    await long.end();
    frozen = true;
    expect(await writing).toBeGreaterThan(3);
    const said = await succeeds(run('catch-up'));
    expect(said).toContain('rows: 5 tables have changed since the pre-copy');
    expect(said.trim().split('\n').at(-1)).toBe('done: 99 tables are equal');
    await sameOnBothSides();
  });

  it('is proven without being written when nothing has changed', async () => {
    await succeeds(run('first-copy'));
    const said = await succeeds(run('catch-up'));
    expect(said).not.toContain('rows:');
    expect(said.trim().split('\n').at(-1)).toBe('done: 99 tables are equal');
    await sameOnBothSides();
  });

  it('is proven without being written when rows only lie in another order', async () => {
    await succeeds(run('first-copy'));
    const moved =
      'update swapped set twice = twice where id % 9000 = 1; update small set n = n where id in (-19999, 5, 20000)';
    await runSql(pair.old, 'quay', moved);
    expect(await succeeds(run('catch-up'))).not.toContain('rows:');
    await sameOnBothSides();
  });

  it('is repaired where keys are small, late in the row or huge, rows are not binary, and nobody has counted them', async () => {
    await succeeds(run('first-copy'));
    await runSql(
      pair.old,
      'quay',
      `update small set n = 7 where id in (-20000, 0, 20000); delete from small where id = 1;
       update far set said = 'changed' where id in (select min(id) from far union select max(id) from far union select 0);
       insert into far values (9000000000000000001, 'new'), (-9000000000000000001, 'new');
       update composed set at = row(0, 0)::place where id in (1, 4500, 9000);
       update unknown set said = 'changed' where id in (1, 2500, 29999)`,
    );
    expect(await succeeds(run('catch-up'))).toContain('rows: 4 tables have changed since the pre-copy');
    await sameOnBothSides();
  });

  it('is repaired where the target was touched, and where unique values moved from one range to another', async () => {
    await succeeds(run('first-copy'));
    await runSql(
      pair.fresh,
      target.database,
      `update tag set name = name || 'y' where id = (select max(id) from tag);
       delete from logentry3 where id = (select min(id) from logentry3); insert into sparse values (-5, null), (5, null);
       update keyless set a = 7 where a = 8; select setval('logentry3_id_seq', 1)`,
    );
    await runSql(
      pair.old,
      'quay',
      `update swapped set name = 'moving' where id = 2; update swapped set name = 'name 2' where id = 69999;
       update swapped set name = 'name 69999' where id = 2`,
    );
    expect(await succeeds(run('catch-up'))).toContain('rows: 5 tables have changed since the pre-copy');
    await sameOnBothSides();
  });

  it('leaves rows alone that have not changed, and foreign keys as they were', async () => {
    await succeeds(run('first-copy'));
    const written = `select count(*)::int as n, (select count(*)::int from pg_constraint where condeferrable) as deferrable
                       from tag where xmin::text::bigint >= `;
    const [mark] = await runSql<{ next: string }>(pair.fresh, target.database, 'select txid_current()::text as next');
    await runSql(
      pair.old,
      'quay',
      `update tag set name = name || 'z' where id in (select id from tag order by id limit 7);
       delete from swapped where id = 50; update swapped set twice = 1 where id = 51;
       update repository set name = name || 'z' where id = (select min(id) from repository)`,
    );
    expect(await succeeds(run('catch-up'))).toContain('rows: 4 tables have changed since the pre-copy');
    await sameOnBothSides();
    expect(await runSql(pair.fresh, target.database, written + (mark?.next ?? ''))).toEqual([{ n: 7, deferrable: 0 }]);
  });

  it('is copied as a whole when more has changed than a comparison saves', async () => {
    await succeeds(run('first-copy'));
    await runSql(pair.old, 'quay', `update swapped set twice = twice + 1; update logentry3 set ip = '10.0.0.1'`);
    expect(await succeeds(run('catch-up'))).toMatch(
      /copying everything: \d+ of \d+ rows have changed since the pre-copy/,
    );
    await sameOnBothSides();
  });

  it.each([
    ['was cut off', 'drop index repository_name'],
    ['has lost a foreign key', 'alter table star drop constraint fk_star_user_id_user'],
    ['is not there', 'drop schema public cascade; create schema public; grant all on schema public to public'],
  ])('is copied as a whole when the first copy %s', async (_name, sql) => {
    await succeeds(run('first-copy'));
    await runSql(pair.fresh, target.database, sql);
    if (sql.includes('create schema')) await runSql(pair.fresh, target.database, 'create extension pg_trgm');
    await succeeds(run('catch-up'));
    await sameOnBothSides();
  });

  it('ends equal after a first copy and a comparison that were killed at any moment', async () => {
    for (const [command, moment] of [
      ['first-copy', 1500],
      ['catch-up', 2500],
      ['first-copy', 2500],
    ] as const) {
      const killed = run(command);
      await sleep(moment);
      killed.process.kill('SIGKILL');
      await killed.ended;
    }
    await succeeds(run('catch-up'));
    await sameOnBothSides();
  });

  it('is not compared while somebody is connected', async () => {
    await succeeds(run('first-copy'));
    const guest = new pg.Client({ ...pair.old.connection({ database: 'quay' }), application_name: 'quay registry' });
    await guest.connect();
    const { exit, stderr } = await run('catch-up').ended;
    await guest.end();
    expect(exit).toBe(workerExit.foreignWriter);
    expect(stderr).toContain('with quay registry');
  });
});
