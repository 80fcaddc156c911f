import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import pg from 'pg';
import { type PostgresServer, startPostgres } from '../../dev/quay/postgres-server.ts';
import { generateLegacyDatabase } from '../../dev/quay/schema/generate-legacy-database.ts';
import { workerExit } from '../contract/worker.ts';
import { type ConnectionTarget, quoteIdentifier } from './connection.ts';
import { UnequalCopy, copyDatabase } from './copy-database.ts';
import { noReports } from './progress-configmap.ts';
import { ProgressReporter } from './progress-reporter.ts';
import { proveEqual } from './prove-equal.ts';
import { exportSnapshot } from './source-snapshot.ts';

const role = 'prod-quay-database';

let old: PostgresServer;
let fresh: PostgresServer;
let source: ConnectionTarget;
let target: ConnectionTarget;
let number = 0;

async function run(server: PostgresServer, database: string, sql: string): Promise<pg.QueryResult> {
  const client = new pg.Client(server.connection({ database }));
  await client.connect();
  try {
    return await client.query(sql);
  } finally {
    await client.end();
  }
}

function targetOf(server: PostgresServer, side: 'source' | 'target', database: string, user: string): ConnectionTarget {
  return { side, host: '127.0.0.1', port: server.port, database, user, password: 'pa ss"word' };
}

beforeAll(async () => {
  [old, fresh] = await Promise.all([startPostgres({ major: 10 }), startPostgres({ major: 13 })]);
  await run(old, 'postgres', `create role quay login password 'x'`);
  await run(old, 'postgres', 'create database quay owner quay');
  await run(old, 'quay', 'create extension pg_trgm');
  const client = new pg.Client(old.connection({ database: 'quay', user: 'quay' }));
  await client.connect();
  await generateLegacyDatabase(client, { rows: 5000 });
  await client.end();
  source = targetOf(old, 'source', 'quay', 'quay');
  await run(fresh, 'postgres', `create role "${role}" login password 'x'`);
}, 180_000);

afterAll(async () => {
  await Promise.all([old.stop(), fresh.stop()]);
});

beforeEach(async () => {
  number += 1;
  const database = `copy "${number}"`;
  await run(fresh, 'postgres', `create database "copy ""${number}""" owner "${role}"`);
  target = targetOf(fresh, 'target', database, role);
});

function copy(options: { source?: ConnectionTarget } = {}) {
  const progress = new ProgressReporter(noReports, 'test');
  return copyDatabase(options.source ?? source, target, { progress });
}

const targetName = (): string => target.database;

/** Compares the copy with the source once more, after somebody has touched it. */
async function proveAgain() {
  const snapshot = await exportSnapshot(source);
  try {
    return await proveEqual({ snapshot, target, startedAt: '', workers: 1 });
  } finally {
    await snapshot.close();
  }
}

describe('copyDatabase', () => {
  it('copies Quay 3.3 from PostgreSQL 10 to 13 and proves every table, sequence and definition', async () => {
    const proof = await copy();
    expect(proof?.equal).toBe(true);
    expect(proof?.source.serverVersion).toMatch(/^10\./);
    expect(proof?.tables).toHaveLength(92);
    expect(proof?.sequences).toHaveLength(91);
    const owners = await run(
      fresh,
      targetName(),
      `select distinct tableowner from pg_tables where schemaname = 'public'`,
    );
    expect(owners.rows).toEqual([{ tableowner: role }]);
    const sessions = await run(
      fresh,
      'postgres',
      `select count(*)::int as open from pg_stat_activity where datname = '${targetName()}'`,
    );
    expect(sessions.rows).toEqual([{ open: 0 }]);
  });

  it('starts anew on what a run that was cut off has left', async () => {
    await run(
      fresh,
      targetName(),
      `set role "${role}"; create table repository (id int); create sequence stray; create schema other; create table other.t ()`,
    );
    expect((await copy())?.equal).toBe(true);
    expect((await copy())?.equal).toBe(true);
  });

  const tampering: [string, string, RegExp | undefined][] = [
    ['a changed byte', `update "user" set username = username || 'x' where id = (select min(id) from "user")`, /user/],
    ['a missing row', `delete from logentry3 where id = (select max(id) from logentry3)`, /logentry3/],
    [
      'NULL for an empty text',
      `update "user" set company = '' where id = (select min(id) from "user" where company is null)`,
      /user/,
    ],
    ['a lost index', `drop index repository_name`, undefined],
    ['a sequence that is behind', `select setval('repository_id_seq', 1)`, undefined],
    ['a table that is not there', `drop table star cascade`, /star/],
    ['a table too many', `create table surplus (id int)`, /surplus/],
    ['another default', `alter table blobupload alter created drop default`, undefined],
  ];
  it.each(tampering)('finds %s', async (_name, sql, table) => {
    // The first test's copy, as it is stored.
    const name = quoteIdentifier(targetName());
    await run(fresh, 'postgres', `drop database ${name}`);
    await run(fresh, 'postgres', `create database ${name} template ${quoteIdentifier('copy "1"')} owner "${role}"`);
    expect((await proveAgain()).equal).toBe(true);
    await run(fresh, targetName(), sql);
    const proof = await proveAgain();
    expect(proof.equal).toBe(false);
    const unequal = proof.tables.filter((one) => !one.equal).map((one) => one.table);
    if (table) expect(unequal.join()).toMatch(table);
    else expect(unequal).toEqual([]);
  });

  it('finds a row that is there twice in a table without a key', async () => {
    await run(
      old,
      'quay',
      'create table keyless (a int); alter table keyless owner to quay; insert into keyless values (1), (2), (2)',
    );
    try {
      expect((await copy())?.equal).toBe(true);
      await run(fresh, targetName(), 'delete from keyless where a = 1; insert into keyless values (2)');
      expect((await proveAgain()).tables.find((one) => one.table === 'keyless')).toMatchObject({
        rows: { source: 3, target: 3 },
        equal: false,
      });
    } finally {
      await run(old, 'quay', 'drop table keyless');
    }
  });

  it('refuses a source that somebody is connected to, and says who', async () => {
    const guest = new pg.Client({
      ...old.connection({ database: 'quay', user: 'quay' }),
      application_name: 'quay registry',
    });
    await guest.connect();
    const refused = copy();
    await expect(refused).rejects.toMatchObject({ exit: workerExit.foreignWriter });
    await expect(refused).rejects.toThrow('quay with quay registry');
    await guest.end();
  });

  it('fails when a row is written while it copies', async () => {
    const writing = new Promise<void>((resolve, reject) => {
      const timer = setTimeout(() => {
        run(old, 'quay', `update visibility set name = name`).then(() => {
          resolve();
        }, reject);
      }, 2000);
      timer.unref();
    });
    const copying = copy();
    await Promise.all([expect(copying).rejects.toMatchObject({ exit: workerExit.foreignWriter }), writing]);
  });

  it('says who could not be reached with which role', async () => {
    const wrong = { ...source, database: 'nowhere' };
    await expect(copy({ source: wrong })).rejects.toThrow(
      /source database nowhere on 127\.0\.0\.1:\d+ cannot be reached as quay/,
    );
  });

  it('names the table when rows do not arrive, and comes to an equal end afterwards', async () => {
    await run(
      fresh,
      targetName(),
      `create function refuse() returns trigger language plpgsql as $$ begin raise exception 'the disk is full'; end $$;
       create function sabotage() returns event_trigger language plpgsql as $$ declare made record; begin
         for made in select * from pg_event_trigger_ddl_commands() where object_identity = 'public.star' loop
           create trigger refuse before insert on public.star for each row execute function public.refuse();
         end loop; end $$;
       create event trigger sabotage on ddl_command_end when tag in ('CREATE TABLE') execute function sabotage()`,
    );
    await expect(copy()).rejects.toThrow(/table star could not be copied: the disk is full/);
    await run(fresh, targetName(), 'drop event trigger sabotage; drop function sabotage; drop function refuse cascade');
    expect((await copy())?.equal).toBe(true);
  });

  it('tells an unequal copy with its proof', async () => {
    await run(
      fresh,
      targetName(),
      `create function alter_row() returns trigger language plpgsql as $$ begin new.created := new.created + interval '1 second'; return new; end $$;
       create function sabotage() returns event_trigger language plpgsql as $$ declare made record; begin
         for made in select * from pg_event_trigger_ddl_commands() where object_identity = 'public.star' loop
           create trigger alter_row before insert on public.star for each row execute function public.alter_row();
         end loop; end $$;
       create event trigger sabotage on ddl_command_end when tag in ('CREATE TABLE') execute function sabotage()`,
    );
    const error: unknown = await copy().catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(UnequalCopy);
    expect(error).toMatchObject({ exit: workerExit.unequal });
    expect(String(error)).toMatch(/table star \(\d+ rows/);
  });
});
